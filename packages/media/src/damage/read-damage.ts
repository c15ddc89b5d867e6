import { tidyComplaint } from "../probe/complaint.ts";
import { isHarmlessComplaint } from "../probe/harmless-complaint.ts";
import { createStreamDamage, type DamagedStream, type StreamLog, type SurveyedStream } from "./stream-damage.ts";

/** Where a file does not decode, and what is said of it. Times count from the file's beginning, as players do. */
export interface Damage {
  /** Those of which something is damaged, in the order of the file. */
  streams: DamagedStream[];
  /** Packets of a transport stream that are not as they were sent, whether or not a picture or a sound shows it. */
  brokenPackets: { streamIndex: number; seconds: number }[];
  /** Where the clock jumps back: recordings joined end to end. */
  joinsSeconds: number[];
  /** The first complaint about what is between the streams' packets. */
  container: { seconds: number; words: string } | null;
  /** All complaints, as `createComplaints` gives them. */
  complaints: string[];
  /** How far was looked; null: to the end. */
  lookedUntilSeconds: number | null;
}

interface ReadDamageOptions {
  streams: readonly SurveyedStream[];
  /** Where the file's clock begins. */
  startSeconds: number;
  /** Complaints about what is no damage, each as often as it stands there. */
  forgiven: readonly string[];
}

/**
 * Takes the lines of an ffmpeg that decodes a file with one thread, does not stop at errors, and passes each stream through
 * a filter named `showinfo@INDEX` or `ashowinfo@INDEX`: what a decoder says of a frame stands before that frame's line.
 */
export function createDamageReader({ streams, startSeconds, forgiven }: ReadDamageOptions) {
  const logs = new Map(streams.map((stream) => [stream.index, createStreamDamage(stream)]));
  const toForgive = [...forgiven];
  const complaints: string[] = [];
  const brokenPackets: Damage["brokenPackets"] = [];
  const joinsSeconds: number[] = [];
  const brokenAt = new Map<number, number>();
  let container: Damage["container"] = null;
  const reached = () => Math.max(0, ...[...logs.values()].map((log) => log.reached()));

  /** What was said of one of several tracks with the same decoder was said of the one that came next. */
  const settle = ({ codec }: StreamLog): void => {
    for (const log of logs.values()) if (log.codec === codec) log.settle();
  };

  const show = (line: string, index: number, seconds: number): void => {
    const samples = Number(/ nb_samples:(\d+)/.exec(line)?.[1] ?? 0);
    const rate = Number(/ rate:(\d+)/.exec(line)?.[1] ?? 0);
    const log = logs.get(index);
    log?.show({ seconds, samples, lengthSeconds: rate === 0 ? null : samples / rate });
    if (log !== undefined) settle(log);
  };

  const noteBrokenPacket = (streamIndex: number): void => {
    // Behind a join the packets' own times begin again.
    const own = joinsSeconds.length === 0 ? brokenAt.get(streamIndex) : undefined;
    const seconds = own ?? logs.get(streamIndex)?.reached() ?? 0;
    // Of several frames in one packet each is called broken.
    const known = brokenPackets.some((one) => one.streamIndex === streamIndex && one.seconds === seconds);
    if (!known) brokenPackets.push({ streamIndex, seconds });
  };

  const noteJoin = (ticks: number): void => {
    // Of the packets that are read to learn the streams' forms it is said before anything is shown.
    const seconds = reached() > 0 ? reached() : ticks * (streams[0]?.tickSeconds ?? 0) - startSeconds;
    // Each stream says it by itself.
    if (!joinsSeconds.some((join) => Math.abs(join - seconds) < 1)) joinsSeconds.push(seconds);
  };

  const noteComplaint = (line: string): void => {
    const words = tidyComplaint(line);
    const excuse = toForgive.indexOf(words);
    if (excuse !== -1) toForgive.splice(excuse, 1);
    if (excuse !== -1 || isHarmlessComplaint(line) || FOLLOWS.test(words)) return;
    complaints.push(words);
    const lost = logs.get(Number(/Error while decoding stream #0:(\d+)/.exec(words)?.[1]));
    if (lost !== undefined) {
      lost.lose();
      settle(lost);
      return;
    }
    const decoder = /^\[(\S+)\] /.exec(words)?.[1];
    const complained = [...logs.values()].filter((log) => decoder !== undefined && log.isDecodedBy(decoder));
    for (const log of complained) log.complain(words.slice(words.indexOf("] ") + 2));
    if (complained.length === 0) container ??= { seconds: reached(), words };
  };

  return {
    read: (line: string): void => {
      const numbersIn = (pattern: RegExp) => pattern.exec(line)?.slice(1).map(Number);
      const [shown, seconds = NaN] = numbersIn(SHOWN) ?? [];
      if (shown !== undefined) return show(line, shown, seconds);
      const [corrupt, ticks = 0] = numbersIn(/Packet corrupt \(stream = (\d+), dts = (-?\d+)\)/) ?? [];
      if (corrupt !== undefined) {
        const tick = streams.find(({ index }) => index === corrupt)?.tickSeconds ?? 0;
        brokenAt.set(corrupt, ticks * tick - startSeconds);
        return;
      }
      const [broken] = numbersIn(/: corrupt input packet in stream (\d+)$/) ?? [];
      if (broken !== undefined) return noteBrokenPacket(broken);
      const [flagged] = numbersIn(/: corrupt decoded frame in stream (\d+)$/) ?? [];
      if (flagged !== undefined) return logs.get(flagged)?.flag();
      const [before] = numbersIn(/\] \[warning\] DTS -?\d+ < (-?\d+) out of order/) ?? [];
      if (before !== undefined) return noteJoin(before);
      if (/(^|\] )\[(error|fatal|panic)\] /.test(line)) noteComplaint(line);
    },
    summarise: ({ toTheEnd }: { toTheEnd: boolean }): Damage => ({
      streams: [...logs.values()].map((log) => log.summarise()).filter((stream) => stream.damaged > 0),
      brokenPackets,
      joinsSeconds,
      container,
      complaints,
      lookedUntilSeconds: toTheEnd ? null : reached(),
    }),
  };
}

/** What ffmpeg says of its output, and where nothing of a stream decoded. */
const FOLLOWS = /^(\[null\] |Cannot determine format of input stream)/;

/** `[ashowinfo@1 @ 0x5592d2906a40] [info] n:100 pts:153600 pts_time:3.2 … rate:48000 nb_samples:1536 …` */
const SHOWN = /^\[a?showinfo@(\d+) @ 0x[0-9a-f]+\] \[info\] n: *\d+ pts: *\S+ pts_time:(\S+)/;

import type { AudioFacts, VideoFacts } from "../probe/media-facts.ts";
import { toNumber } from "../time/rational.ts";
import { declaredEndOf, heldUnderSound } from "./declared-end.ts";
import { emptySoundLog, noteSoundPacket, soundLine, type SoundLog } from "./read-sound.ts";
import type { TimeLine } from "./time-line.ts";

/** The packets of one stream as they are read, in ticks of the stream's clock. */
interface PacketLog {
  packets: number;
  startsWithKey: boolean;
  hasHeadersBeside: boolean;
  times: number[];
  durations: number[];
  decodeTimes: number[];
  /** The first time at which a picture is shown, as far as packets say it. */
  firstTime: number | null;
  withoutTime: number;
  withoutShowTime: number;
  jumpsBack: boolean;
}

const emptyLog = (): PacketLog => ({
  packets: 0,
  startsWithKey: false,
  hasHeadersBeside: false,
  times: [],
  durations: [],
  decodeTimes: [],
  firstTime: null,
  withoutTime: 0,
  withoutShowTime: 0,
  jumpsBack: false,
});

/** What must be known of a file to read its packets. */
interface ReadFacts {
  video: Pick<VideoFacts, "index" | "timeBase" | "startSeconds" | "durationSeconds"> | null;
  audio: readonly Pick<AudioFacts, "index" | "timeBase" | "codec" | "sampleRate">[];
  formatNames: readonly string[];
  /** Of the whole file. */
  startSeconds: number | null;
  durationSeconds: number | null;
}

/**
 * Takes ffprobe's packet lines as they come, for files whose list would not fit into memory as text. `fromKey` leaves out
 * what stands before the first picture that needs none before it.
 */
export function createPacketReader({ fromKey = false }: { fromKey?: boolean | undefined } = {}) {
  const streams = new Map<number, PacketLog>();
  const sounds = new Map<number, SoundLog>();
  /** What the last packet belongs to, whose side data follow on lines of their own. */
  let lastSound: SoundLog | null = null;
  let lastPicture: PacketLog | null = null;
  return {
    /** Reads a line such as `{ "codec_type": "video", "stream_index": 0, "pts": 0, "duration": 512, "flags": "K__" }`. */
    read: (line: string) => {
      const index = numberAfter(line, '"stream_index": ');
      if (index === null) {
        if (lastSound !== null) noteSkipped(lastSound, line);
        if (lastPicture !== null && line.includes('"New Extradata"')) lastPicture.hasHeadersBeside = true;
        return;
      }
      lastPicture = null;
      lastSound = line.includes('"codec_type": "audio"') ? noteSound(sounds, index, line) : null;
      if (!line.includes('"codec_type": "video"')) return;
      let log = streams.get(index);
      if (!log) {
        const startsWithKey = /"flags": "K/.test(line);
        if (fromKey && !startsWithKey) return;
        streams.set(index, (log = { ...emptyLog(), startsWithKey }));
      }
      lastPicture = log;
      log.packets++;
      // `D`: hidden by an edit list, read and decoded but never shown.
      if (/"flags": "[^"]*D/.test(line)) return;
      noteTimes(log, line);
    },
    /** What the packets of a stream say, once its clock and its length by the header are known. */
    summarise: (facts: ReadFacts, errors: string[]): TimeLine => {
      const { video: stream, audio, formatNames } = facts;
      const log = streams.get(stream?.index ?? -1) ?? emptyLog();
      if (formatNames.includes("mov")) forgetOrderOfDecoding(log);
      const declaredEnd = declaredEndOf(facts);
      const sound = audio.map((track) => soundLine(track, sounds.get(track.index)));
      const tick = stream?.timeBase ? toNumber(stream.timeBase) : 1e-6;
      const timed = summarise(log, tick, declaredEnd);
      const picture = hasUsableTimes(log, formatNames)
        ? timed
        : { ...timed, ...inOrder(log, tick, isBare(formatNames)) };
      return { ...picture, endSeconds: heldUnderSound(picture.endSeconds, declaredEnd, sound), sound, errors };
    },
  };
}

/** QuickTime says of a packet when the next one is decoded: where pictures are reordered that is not how long one stays. */
function forgetOrderOfDecoding({ times, durations }: PacketLog): void {
  if (times.some((time, index) => time < (times[index - 1] ?? time))) durations.fill(0);
}

function noteTimes(log: PacketLog, line: string): void {
  const shown = numberAfter(line, '"pts": ');
  const decoded = numberAfter(line, '"dts": ');
  const lastDecoded = log.decodeTimes.at(-1);
  if (decoded !== null && lastDecoded !== undefined && decoded < lastDecoded) log.jumpsBack = true;
  if (decoded !== null) log.decodeTimes.push(decoded);
  const time = shown ?? decoded;
  if (shown === null) log.withoutShowTime++;
  if (time === null) log.withoutTime++;
  if (time !== null && !log.jumpsBack) log.firstTime = Math.min(log.firstTime ?? time, time);
  log.times.push(time ?? 0);
  log.durations.push(numberAfter(line, '"duration": ') ?? 0);
}

/** These have no clock, and GXF none that tells it of every picture. */
const BARE = ["h264", "hevc", "m4v", "mpegvideo", "obu"];

const isBare = (formatNames: readonly string[]) => formatNames.some((name) => BARE.includes(name));

/** Program streams with several pictures in a packet tell it of one of them, and MXF without an index not of those reordered. */
const MAY_LACK_TIMES = ["mpeg", "mxf"];

function hasUsableTimes(log: PacketLog, formatNames: readonly string[]): boolean {
  if (log.jumpsBack || log.withoutTime > 0) return false;
  if (log.withoutShowTime > 0 && formatNames.some((name) => MAY_LACK_TIMES.includes(name))) return false;
  return !isBare(formatNames) && !formatNames.includes("gxf");
}

/** Where packets do not tell when their frames are shown: these follow one another at the pace at which they are decoded. */
function inOrder(log: PacketLog, tick: number, bare: boolean): Partial<TimeLine> {
  const steps = log.decodeTimes.map((time, index) => time - (log.decodeTimes[index - 1] ?? time));
  // Of a bare stream times are made up, of reordered pictures in the order of showing; how long one stays is in its header.
  const [known, guessed] = bare ? [log.durations, steps] : [steps, log.durations];
  const step = (medianStep(known) ?? medianStep(guessed) ?? 0) * tick;
  const firstSeconds = log.firstTime === null ? null : log.firstTime * tick;
  return {
    timed: false,
    constantRate: log.times.length > 0,
    times: null,
    leading: 0,
    firstSeconds,
    stepSeconds: step === 0 ? null : step,
    endSeconds: firstSeconds === null || step === 0 ? null : firstSeconds + log.times.length * step,
  };
}

function medianStep(values: readonly number[]): number | null {
  const steps = values.filter((each) => each > 0).sort((one, other) => one - other);
  return steps[Math.floor(steps.length / 2)] ?? null;
}

/** The track that what follows on lines of its own is about; none where an edit list hides the packet. */
function noteSound(sounds: Map<number, SoundLog>, index: number, line: string): SoundLog | null {
  const log = sounds.get(index) ?? emptySoundLog();
  sounds.set(index, log);
  if (/"flags": "[^"]*D/.test(line)) return null;
  noteSoundPacket(log, {
    time: numberAfter(line, '"pts": '),
    length: numberAfter(line, '"duration": ') ?? 0,
    bytes: numberAfter(line, '"size": "') ?? 0,
  });
  return log;
}

function noteSkipped(log: SoundLog, line: string): void {
  log.skipped += numberAfter(line, '"skip_samples": ') ?? 0;
  log.padded += numberAfter(line, '"discard_padding": ') ?? 0;
}

function summarise(
  { packets, startsWithKey, hasHeadersBeside, times, durations }: PacketLog,
  tick: number,
  declaredEnd: number | null,
): Omit<TimeLine, "errors" | "sound"> {
  const order = times.map((_, index) => index).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const sorted = order.map((index) => times[index] ?? 0);
  const last = order.at(-1);
  const constantRate = isConstant(sorted);
  return {
    timed: true,
    packets,
    startsWithKey,
    hasHeadersBeside,
    // An edit list that hides the first packet says by itself what is shown.
    leading: startsWithKey && times.length === packets ? times.filter((time) => time < (times[0] ?? 0)).length : 0,
    undecodable: 0,
    shown: times.length,
    firstSeconds: sorted[0] !== undefined ? sorted[0] * tick : null,
    endSeconds: last !== undefined ? endOf(sorted, durations[last] ?? 0, tick, declaredEnd) : null,
    stepSeconds: sorted.length > 1 ? stepOf(sorted) * tick : null,
    toleranceSeconds: toleranceOf(sorted) * tick,
    constantRate,
    times: !constantRate ? sorted.map((time) => (time - (sorted[0] ?? 0)) * tick) : null,
  };
}

// x264 leaves the length of frames open, and a demuxer cannot always tell it from the next one's time.
function endOf(sorted: readonly number[], length: number, tick: number, declaredEnd: number | null): number {
  const last = sorted.at(-1) ?? 0;
  if (length > 0) return (last + length) * tick;
  if (declaredEnd !== null && declaredEnd > last * tick) return declaredEnd;
  return (last + (sorted.length < 2 ? 0 : stepOf(sorted))) * tick;
}

function stepOf(sorted: readonly number[]): number {
  return ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / (sorted.length - 1);
}

// Clocks round: Matroska to milliseconds, and recorders jitter by a few ticks. Two per cent of a frame is no pace of its own.
// Of a clock that ticks once a frame, as AVI's does, a tick is no rounding: a third of a frame is the most there can be.
function toleranceOf(sorted: readonly number[]): number {
  return sorted.length < 2 ? 1.01 : Math.min(Math.max(1.01, stepOf(sorted) * 0.02), stepOf(sorted) * 0.3);
}

function isConstant(sorted: readonly number[]): boolean {
  const count = sorted.length;
  if (count < 3) return true;
  const first = sorted[0] ?? 0;
  const step = stepOf(sorted);
  const tolerance = toleranceOf(sorted);
  return sorted.every((time, index) => Math.abs(time - first - index * step) <= tolerance);
}

function numberAfter(line: string, key: string): number | null {
  const start = line.indexOf(key);
  if (start === -1) return null;
  const value = Number.parseInt(line.slice(start + key.length, start + key.length + 20), 10);
  return Number.isNaN(value) ? null : value;
}

import type { VideoFacts } from "../probe/media-facts.ts";
import { toNumber } from "../time/rational.ts";
import type { TimeLine } from "./time-line.ts";

/** The packets of one stream as they are read, in ticks of the stream's clock. */
interface PacketLog {
  packets: number;
  startsWithKey: boolean;
  times: number[];
  durations: number[];
  timed: boolean;
}

const emptyLog = (): PacketLog => ({ packets: 0, startsWithKey: false, times: [], durations: [], timed: true });

/** Takes ffprobe's packet lines as they come, for files whose list would not fit into memory as text. */
export function createPacketReader() {
  const streams = new Map<number, PacketLog>();
  return {
    /** Reads a line such as `{ "codec_type": "video", "stream_index": 0, "pts": 0, "duration": 512, "flags": "K__" }`. */
    read: (line: string) => {
      const index = numberAfter(line, '"stream_index": ');
      if (index === null || !line.includes('"codec_type": "video"')) return;
      let log = streams.get(index);
      if (!log) streams.set(index, (log = { ...emptyLog(), startsWithKey: /"flags": "K/.test(line) }));
      log.packets++;
      // `D`: hidden by an edit list, read and decoded but never shown.
      if (/"flags": "[^"]*D/.test(line)) return;
      const time = numberAfter(line, '"pts": ') ?? numberAfter(line, '"dts": ');
      if (time === null) log.timed = false;
      log.times.push(time ?? 0);
      log.durations.push(numberAfter(line, '"duration": ') ?? 0);
    },
    /** What the packets of a stream say, once its clock and its length by the header are known. */
    summarise: (
      stream: Pick<VideoFacts, "index" | "timeBase" | "startSeconds" | "durationSeconds"> | null,
      errors: string[],
    ): TimeLine => {
      const log = streams.get(stream?.index ?? -1) ?? emptyLog();
      const declaredEnd = stream?.durationSeconds == null ? null : (stream.startSeconds ?? 0) + stream.durationSeconds;
      return { ...summarise(log, stream?.timeBase ? toNumber(stream.timeBase) : 1e-6, declaredEnd), errors };
    },
  };
}

function summarise(
  { packets, startsWithKey, times, durations, timed }: PacketLog,
  tick: number,
  declaredEnd: number | null,
): Omit<TimeLine, "errors"> {
  const order = times.map((_, index) => index).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const sorted = order.map((index) => times[index] ?? 0);
  const last = order.at(-1);
  // A bare elementary stream has no clock at all: its frames come at the rate it declares.
  const constantRate = timed ? isConstant(sorted) : times.length > 0;
  return {
    packets,
    startsWithKey,
    shown: times.length,
    firstSeconds: timed && sorted[0] !== undefined ? sorted[0] * tick : null,
    endSeconds: timed && last !== undefined ? endOf(sorted, durations[last] ?? 0, tick, declaredEnd) : null,
    stepSeconds: timed && sorted.length > 1 ? stepOf(sorted) * tick : null,
    toleranceSeconds: toleranceOf(sorted) * tick,
    constantRate,
    times: timed && !constantRate ? sorted.map((time) => (time - (sorted[0] ?? 0)) * tick) : null,
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
function toleranceOf(sorted: readonly number[]): number {
  return sorted.length < 2 ? 1.01 : Math.max(1.01, stepOf(sorted) * 0.02);
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

import { toNumber, type Rational } from "../time/rational.ts";

/**
 * When which picture is shown, read once from the packets without decoding any. Completeness, counts, duration, cadence
 * and holds are asked of it, and of nothing else. Times are in seconds.
 */
export interface TimeLine {
  /** False where packets have no times, or some that jump back: frames then come in their order, at the declared rate. */
  timed: boolean;
  /** All packets, including those an edit list hides. */
  packets: number;
  /** Packets that give a frame a player shows. */
  shown: number;
  firstSeconds: number | null;
  /** End of the last shown frame; by the track's own length where the frame does not tell its own. */
  endSeconds: number | null;
  /** From one frame to the next, on average; null of a single frame and without times. */
  stepSeconds: number | null;
  /** Within which times say the same: what the clock's rounding and a recorder's jitter come to. */
  toleranceSeconds: number;
  /** Whether every frame is as long as the others, within that. */
  constantRate: boolean;
  /** When each frame is shown, in the order of showing, counted from the first; null where the rate tells it. */
  times: readonly number[] | null;
  /** What the sound does beside it, track by track. */
  sound: readonly SoundLine[];
  /** Whether the first packet can be decoded without one before it. */
  startsWithKey: boolean;
  /** Whether headers for the decoder stand beside packets on the way, as FLV has them. */
  hasHeadersBeside: boolean;
  /** Pictures that are read after the first one and shown before it: in an open group they need one that is not there. */
  leading: number;
  /** How many of those nobody can decode; they are not among the shown. */
  undecodable: number;
  /** The reader's complaints: a packet cut off, a hole in the index. */
  errors: string[];
}

/** What the packets of a sound track say. */
export interface SoundLine {
  streamIndex: number;
  packets: number;
  bytes: number;
  /** When the first sample is heard: behind what a player is told to skip, the priming of AAC and Opus. */
  firstSeconds: number | null;
  /** End of the last packet, without what a player is told to skip there; null where packets have no times. */
  endSeconds: number | null;
  /** False where the packets' times would have them all sound at once: they then follow one another. */
  timed: boolean;
  /** Of codecs whose decoders give one frame of a packet and no more: how many frames its packets hold. */
  framesAPacket: number;
  /** Where there is no sound between two packets; null where packets do not tell how long they are. */
  gaps: readonly SoundGap[] | null;
}

/** A hole in a sound track, on the clock of the file. */
export interface SoundGap {
  atSeconds: number;
  seconds: number;
}

/** The same line from `startSeconds` on, the first frame that the decoder gives, without the leading ones that it does not. */
export function withoutUndecodable(timeLine: TimeLine, startSeconds: number | null): TimeLine {
  const { firstSeconds, stepSeconds, times, shown, leading } = timeLine;
  if (startSeconds === null || firstSeconds === null || stepSeconds === null) return timeLine;
  const gone = startSeconds - firstSeconds;
  const undecodable = times?.filter((time) => time < gone - stepSeconds / 2).length ?? Math.round(gone / stepSeconds);
  if (undecodable <= 0 || undecodable > leading) return timeLine;
  return {
    ...timeLine,
    shown: shown - undecodable,
    undecodable,
    firstSeconds: startSeconds,
    times: times?.slice(undecodable).map((time) => time - gone) ?? null,
  };
}

/** Whether frames at `rate` stand where those of a time line do, to within half a frame at the end. */
export function paceFitsRate({ stepSeconds, shown }: TimeLine, rate: Rational): boolean {
  return stepSeconds === null || Math.abs(stepSeconds * toNumber(rate) - 1) * (shown - 1) < 0.5;
}

/** How many frames of `rate` the last frame stays on the screen beyond its own. */
export function heldFrames({ firstSeconds, endSeconds, stepSeconds, times, shown }: TimeLine, rate: Rational): number {
  if (firstSeconds === null || endSeconds === null || stepSeconds === null) return 0;
  const last = firstSeconds + (times?.at(-1) ?? (shown - 1) * stepSeconds);
  return Math.max(0, Math.round((endSeconds - last) * toNumber(rate)) - 1);
}

/**
 * Which frame is on the screen at each of `count` moments that come at `rate`: the last one that has begun. Frames of a
 * constant `sourceRate` are numbered by it, never timed by the rounded clock of their container.
 */
export function framesTaken(
  {
    times,
    shown,
    stepSeconds,
    toleranceSeconds,
  }: Pick<TimeLine, "times" | "shown" | "stepSeconds" | "toleranceSeconds">,
  { sourceRate, rate, count }: { sourceRate: Rational | null; rate: Rational; count: number },
): number[] {
  if (sourceRate !== null) {
    const over = sourceRate.numerator * rate.denominator;
    const under = sourceRate.denominator * rate.numerator;
    return Array.from({ length: count }, (_, moment) => Math.min(Math.floor((moment * over) / under), shown - 1));
  }
  const beginOf = (frame: number) => times?.[frame] ?? frame * (stepSeconds ?? 0);
  let frame = 0;
  return Array.from({ length: count }, (_, moment) => {
    const now = moment / toNumber(rate) + toleranceSeconds;
    while (frame + 1 < shown && beginOf(frame + 1) <= now) frame++;
    return frame;
  });
}

import type { AudioFacts } from "../probe/media-facts.ts";
import { toNumber } from "../time/rational.ts";
import type { SoundGap, SoundLine } from "./time-line.ts";

/** The packets of one sound track as they are read, in ticks of its clock. */
export interface SoundLog {
  packets: number;
  bytes: number;
  first: number | null;
  end: number | null;
  /** The end of the packet that was read last. */
  reached: number | null;
  /** In samples. */
  skipped: number;
  padded: number;
  /** How often each length occurs, and where, as long as it is rare. */
  lengths: Map<number, { count: number; times: number[] }>;
  /** Where the next packet begins later than the one before ends. */
  pauses: Pause[];
}

interface Pause {
  time: number;
  length: number;
}

/** What is read of one packet. */
export interface SoundPacket {
  time: number | null;
  length: number;
  bytes: number;
}

type Track = Pick<AudioFacts, "index" | "timeBase" | "codec" | "sampleRate">;

/** Shorter holes are no holes: clocks round, and recorders jitter. */
const GAP_SECONDS = 0.01;
/** Of a track with more places than these, the first are kept. */
const MOST_PLACES = 1000;
/** Codecs of which a packet is one frame, always of the same length: one that lasts longer has a hole behind it. */
const ONE_FRAME_A_PACKET = ["aac", "ac3", "eac3", "mp2", "mp3", "alac"];

/** How many packets may sound at once before their clock is none; of HE-AAC half the rate is told, and so twice the length. */
const MOST_AT_ONCE = 4;

/** Of AMR, narrow or wide. */
const AMR_FRAME_SECONDS = 0.02;

export const emptySoundLog = (): SoundLog => ({
  packets: 0,
  bytes: 0,
  first: null,
  end: null,
  reached: null,
  skipped: 0,
  padded: 0,
  lengths: new Map(),
  pauses: [],
});

export function noteSoundPacket(log: SoundLog, { time, length, bytes }: SoundPacket): void {
  log.packets++;
  log.bytes += bytes;
  if (time === null) return;
  log.first ??= time;
  notePause(log.pauses, time, log.reached ?? time, length);
  log.reached = time + length;
  log.end = Math.max(log.end ?? log.reached, log.reached);
  const alike = log.lengths.get(length) ?? { count: 0, times: [] };
  if (log.lengths.size < MOST_PLACES) log.lengths.set(length, alike);
  alike.count++;
  if (alike.times.length < MOST_PLACES) alike.times.push(time);
}

/** What comes too early takes back what came too late before it: that was jitter. Rounding is neither. */
function notePause(pauses: Pause[], time: number, reached: number, length: number): void {
  const late = time - reached;
  if (Math.abs(late) <= length / 4) return;
  if (late > 0 && pauses.length < MOST_PLACES) pauses.push({ time: reached, length: late });
  for (let early = -late; early > 0;) {
    const pause = pauses.pop();
    if (pause === undefined) return;
    if (pause.length > early) pauses.push({ ...pause, length: pause.length - early });
    early -= pause.length;
  }
}

export function soundLine(track: Track, log: SoundLog = emptySoundLog()): SoundLine {
  const { packets, bytes, first, end } = log;
  const counted = { streamIndex: track.index, packets, bytes, timed: true };
  if (track.timeBase === null || first === null || end === null)
    return { ...counted, firstSeconds: null, endSeconds: null, framesAPacket: 1, gaps: null };
  const tick = toNumber(track.timeBase);
  const together = [...log.lengths].reduce((sum, [length, { count }]) => sum + length * count, 0);
  if (together > (end - first) * MOST_AT_ONCE) {
    const firstSeconds = first * tick;
    const order = { timed: false, firstSeconds, endSeconds: firstSeconds + together * tick, gaps: [] };
    return { ...counted, ...order, framesAPacket: framesAPacket(track, usualLength(log) * tick) };
  }
  const asSeconds = (samples: number) => (track.sampleRate > 0 ? samples / track.sampleRate : 0);
  const pauses = [...log.pauses, ...pausesWithin(track, log, tick)].sort((one, other) => one.time - other.time);
  // Behind the last packet nothing is missing: it ends where its sound does.
  const trailing = pauses.find(({ time, length }) => time + length === end);
  return {
    ...counted,
    firstSeconds: first * tick + asSeconds(log.skipped),
    endSeconds: (trailing?.time ?? end) * tick - asSeconds(log.padded),
    framesAPacket: framesAPacket(track, usualLength(log) * tick),
    gaps: log.lengths.has(0)
      ? null
      : pauses
          .filter((pause) => pause !== trailing && pause.length * tick > GAP_SECONDS)
          .map(({ time, length }): SoundGap => ({ atSeconds: time * tick, seconds: length * tick })),
  };
}

/** MP4 says of a packet when the next one begins, and not how much sound it holds. */
function pausesWithin({ codec }: Track, { packets, lengths }: SoundLog, tick: number): Pause[] {
  const own = usualLength({ lengths });
  // How long a frame of AMR is, is known; of the others it is what nearly all packets say.
  const known = codec.startsWith("amr_")
    ? Math.abs(own * tick - AMR_FRAME_SECONDS) < AMR_FRAME_SECONDS / 20
    : ONE_FRAME_A_PACKET.includes(codec) && (lengths.get(own)?.count ?? 0) >= packets * 0.9;
  if (!known) return [];
  return [...lengths]
    .flatMap(([length, { times }]) => times.map((time) => ({ time: time + own, length: length - own })))
    .filter(({ length }) => length > 0);
}

function usualLength({ lengths }: Pick<SoundLog, "lengths">): number {
  const [usual] = [...lengths].sort(([, one], [, other]) => other.count - one.count);
  return usual?.[0] ?? 0;
}

/** Old phones put five frames of AMR, or fifty, into a packet of 3GP. */
function framesAPacket({ codec }: Track, packetSeconds: number): number {
  return codec.startsWith("amr_") ? Math.max(1, Math.round(packetSeconds / AMR_FRAME_SECONDS)) : 1;
}

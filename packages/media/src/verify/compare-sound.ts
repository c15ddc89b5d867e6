import type { VerificationRow } from "@proxx/contract";
import type { AudioFacts, MediaFacts } from "../probe/media-facts.ts";
import type { TimeLine } from "../timeline/time-line.ts";

/** What a sound track must be. */
export interface ExpectedTrack {
  codec: string;
  channels: number;
  sampleRate: number;
  /** Counts from the first frame of picture; null: not known. */
  endSeconds: number | null;
  sync?: ExpectedSync | null;
  samples?: ExpectedSamples | null;
}

/** When the first sample is heard, counted from the first frame of picture. */
export interface ExpectedSync {
  startSeconds: number;
  toleranceSeconds: number;
  /** How much of the encoder's priming a player may hear before it, where the container does not tell it to be skipped. */
  primingSeconds: number;
  /** Behind the source's first packet, of which its decoder may make nothing; null where it makes something of each. */
  behindFirst?: { startSeconds: number; toleranceSeconds: number } | null;
}

/** How many samples there are, and what they were decoded from. */
export interface ExpectedSamples {
  promised: number;
  least: number;
  most: number;
  decodedFrom: string;
}

interface Found {
  facts: MediaFacts;
  timeLine: TimeLine | null;
  /** When the decoder gives the first frame of each stream, as far as it was asked. */
  firstHeard: ReadonlyMap<number, number>;
}

/** Compressed sound comes in packets and with priming of up to a few of them. */
const END_TOLERANCE_SECONDS = 0.15;

export function* compareSound(expected: readonly ExpectedTrack[], found: Found): Generator<VerificationRow> {
  const { audio } = found.facts;
  yield row("audio_tracks", String(expected.length), String(audio.length), expected.length === audio.length);
  for (const [index, wanted] of expected.entries()) {
    const track = audio[index];
    if (!track) continue;
    const number = index + 1;
    const describe = ({ codec, channels, sampleRate }: Pick<ExpectedTrack, "codec" | "channels" | "sampleRate">) =>
      `${codec}, ${channels} ${channels === 1 ? "channel" : "channels"}, ${sampleRate} Hz`;
    yield row(`audio_track_${number}`, describe(wanted), describe(track), describe(wanted) === describe(track));
    const start = syncOf(track, found);
    if (wanted.sync) yield compareSync(`sync_${number}`, wanted.sync, start);
    const priming = wanted.sync && isPrimed(wanted.sync, start) ? audiblePriming(wanted.sync) : 0;
    if (wanted.samples)
      yield compareSamples(`audio_samples_${number}`, wanted.samples, samplesOf(track, found, priming));
    if (wanted.endSeconds === null || track.endSeconds === null) continue;
    yield row(
      `audio_end_${number}`,
      `${wanted.endSeconds.toFixed(3)} s ± ${END_TOLERANCE_SECONDS}`,
      `${track.endSeconds.toFixed(3)} s`,
      Math.abs(wanted.endSeconds - track.endSeconds) <= END_TOLERANCE_SECONDS,
    );
  }
}

function compareSync(check: string, wanted: ExpectedSync, found: number | null): VerificationRow {
  const { startSeconds, toleranceSeconds } = wanted;
  const expected = `sound at ${startSeconds.toFixed(4)} s ± ${toleranceSeconds.toFixed(4)}`;
  const { behindFirst = null } = wanted;
  const pass =
    isAt(startSeconds, toleranceSeconds, found) ||
    (behindFirst !== null && isAt(behindFirst.startSeconds, behindFirst.toleranceSeconds, found)) ||
    isPrimed(wanted, found);
  return row(check, expected, found === null ? "unknown" : `sound at ${found.toFixed(4)} s`, pass);
}

function isPrimed(wanted: ExpectedSync, found: number | null): boolean {
  const priming = audiblePriming(wanted);
  return priming > 0 && isAt(wanted.startSeconds - priming, wanted.toleranceSeconds, found);
}

/** Before the first picture nothing is played: of sound that begins a little late, only the end of its priming is. */
function audiblePriming({ startSeconds, primingSeconds }: ExpectedSync): number {
  return startSeconds > 0 ? Math.min(startSeconds, primingSeconds) : primingSeconds;
}

function isAt(wanted: number, tolerance: number, found: number | null): boolean {
  return found !== null && Math.abs(found - wanted) <= tolerance + 1e-6;
}

function compareSamples(check: string, wanted: ExpectedSamples, found: number | null): VerificationRow {
  const { promised, least, most, decodedFrom } = wanted;
  const expected = `${promised} (${least} to ${most})`;
  if (found === null) return row(check, expected, "unknown", false);
  const pass = found >= least && found <= most;
  const share = Math.round((found / promised) * 100);
  // Whoever loses so many does not lose them here and there.
  const why = pass || share > 75 ? "" : `: ffmpeg's decoder of ${decodedFrom} gave ${share} % of what its packets hold`;
  return row(check, expected, `${found}${why}`, pass);
}

function syncOf(track: AudioFacts, found: Found): number | null {
  const { facts, timeLine, firstHeard } = found;
  const video = facts.video;
  const picture =
    (video === null ? undefined : firstHeard.get(video.index)) ?? timeLine?.firstSeconds ?? video?.startSeconds ?? null;
  const sound = beginOf(track, found);
  return picture === null || sound === null ? null : sound - picture;
}

/** As the decoder gives it, which skips what a player skips; of sound that begins later, as the container has it. */
function beginOf({ index, startSeconds }: AudioFacts, { timeLine, firstHeard }: Found): number | null {
  return firstHeard.get(index) ?? lineOf(index, timeLine)?.firstSeconds ?? startSeconds;
}

function samplesOf(track: AudioFacts, found: Found, primingSeconds: number): number | null {
  const line = lineOf(track.index, found.timeLine);
  const bits = track.codec.startsWith("pcm_") ? (track.pcmBits ?? 0) : 0;
  if (bits > 0) return line === undefined ? track.headerSamples : line.bytes / (track.channels * Math.ceil(bits / 8));
  const first = beginOf(track, found);
  const end = line?.endSeconds ?? track.endSeconds;
  const silent = (line?.gaps ?? []).reduce((sum, { seconds }) => sum + seconds, 0);
  if (first === null || end === null) return null;
  const lasting = Math.round((end - first - primingSeconds - silent) * track.sampleRate);
  // Between two packets there may be holes, of which a header's length says nothing.
  return line === undefined && track.headerSamples !== null ? Math.min(lasting, track.headerSamples) : lasting;
}

function lineOf(index: number, timeLine: TimeLine | null) {
  return timeLine?.sound.find(({ streamIndex }) => streamIndex === index);
}

function row(check: string, expected: string, found: string, pass: boolean): VerificationRow {
  return { check, expected, found, pass };
}

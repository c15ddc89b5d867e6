import type { Container, Loss } from "@proxx/contract";
import type { AudioFacts, SoundGap, SoundLine } from "@proxx/media";
import { planChannels } from "./audio-channels.ts";
import type { AudioEncoder, AudioTrackPlan } from "./audio-track-plan.ts";

export interface AudioPlan {
  tracks: AudioTrackPlan[];
  losses: Loss[];
  problem: { message: string; hint: string } | null;
}

interface AudioPolicy {
  container: Container;
  /** All that the picture's codec may be in. */
  containers: readonly Container[];
  codecAudio: "pcm" | "compressed";
  kilobitsPerChannel: number;
  /** The picture on the clock of the source, which the proxy begins and, in MXF, ends with; null where it has no clock. */
  picture: { startSeconds: number; endSeconds: number } | null;
  /** What the packets of the tracks say. */
  sound: readonly SoundLine[];
  /** Whether the source tells the pre-skip of Opus to the decoder alone, as Matroska does. */
  hidesPreSkip: boolean;
}

const AAC_RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000];
/** What an encoder begins with is up to two of its frames. */
const PRIMING_SECONDS = 0.05;
/** Of two clocks of milliseconds. */
const ROUNDED_SECONDS = 0.0011;
/** `async=1` fills holes with silence; by itself not below a tenth of a second. */
const FILL_GAPS = "async=1:min_hard_comp=0.01";
/** A sample of the slowest sound; containers round times by less. */
const SAMPLE_SECONDS = 1 / 8000;
/** What libopus looks ahead: 312 samples of 48 kHz. */
const OPUS_LEAD_SECONDS = 0.0065;

/** Every track that can be decoded is kept, in order, in the best form the container holds. */
export function planAudio(tracks: readonly AudioFacts[], policy: AudioPolicy): AudioPlan {
  const plan: AudioPlan = { tracks: [], losses: [], problem: null };
  for (const [number, track] of tracks.entries()) {
    const name = `track ${number + 1}`;
    const line = policy.sound.find(({ streamIndex }) => streamIndex === track.index);
    const unheard = whyUnheard(track, line);
    if (unheard !== null) {
      plan.losses.push({ property: "audio_track", from: `${name} (${track.codec})`, to: "none", reason: unheard });
      continue;
    }
    const form = chooseForm(track, policy);
    const channels = planChannels(track, form.encoder, policy.container);
    const span = planSpan(track, line, policy);
    if (channels.problem !== null) {
      plan.problem ??= {
        message: `Track ${number + 1} has ${channels.problem}.`,
        hint: hintForChannels(track, policy),
      };
    }
    for (const loss of [...formLosses(track, form, policy.container), ...channels.losses, ...span.losses]) {
      plan.losses.push({ ...loss, from: `${name}: ${loss.from}` });
    }
    plan.tracks.push({
      ...form,
      sourceIndex: track.index,
      channels: track.channels,
      filters: [...span.filters, ...channels.filters],
      endSeconds: span.endSeconds,
    });
  }
  return plan;
}

/** Some containers keep sound that is not compressed as it is. */
function hintForChannels({ pcmBits }: AudioFacts, { containers }: AudioPolicy): string {
  const other = pcmBits === null ? undefined : containers.find(holdsPcm);
  return other === undefined
    ? "Take a ProRes codec in the container mov, which has room for any number of channels."
    : `Take the container ${other}, which keeps uncompressed sound as it is.`;
}

function holdsPcm(container: Container): boolean {
  return container === "mov" || container === "mkv" || container === "mxf";
}

/** Why a track cannot be had; null where it can. */
function whyUnheard({ decodable }: AudioFacts, line: SoundLine | undefined): string | null {
  if (line?.packets === 0) return "it holds not one sample";
  if (!decodable) return "ffmpeg has no decoder for it";
  if (line === undefined || line.framesAPacket === 1) return null;
  return `its packets hold ${line.framesAPacket} frames each, and ffmpeg's decoder gives the first of them alone`;
}

type Form = Pick<AudioTrackPlan, "encoder" | "sampleRate" | "kilobits">;

function chooseForm(track: AudioFacts, { container, codecAudio, kilobitsPerChannel }: AudioPolicy): Form {
  if (holdsPcm(container) && (codecAudio === "pcm" || track.pcmBits !== null)) {
    const sampleRate = container === "mxf" ? 48000 : track.sampleRate;
    return { encoder: pcmEncoder(track, container), sampleRate, kilobits: null };
  }
  const kilobits = Math.min(kilobitsPerChannel * Math.max(1, track.channels), 510);
  if (container === "webm") return { encoder: "libopus", sampleRate: 48000, kilobits };
  return { encoder: "aac", sampleRate: AAC_RATES.includes(track.sampleRate) ? track.sampleRate : 48000, kilobits };
}

// MXF has 16 and 24 bits. Decoded AAC or Opus is floating point; 24 bits lose nothing that can be heard.
function pcmEncoder(track: AudioFacts, container: Container): AudioEncoder {
  const bits = track.pcmBits ?? 24;
  if (bits <= 16) return "pcm_s16le";
  if (bits <= 24 || container === "mxf") return "pcm_s24le";
  return track.codec.startsWith("pcm_f") ? "pcm_f32le" : "pcm_s32le";
}

function* formLosses(track: AudioFacts, form: Form, container: Container): Generator<Loss> {
  if (form.sampleRate !== track.sampleRate) {
    const reason = `${container} with ${form.encoder} has no ${track.sampleRate} Hz`;
    yield { property: "sample_rate", from: `${track.sampleRate} Hz`, to: `${form.sampleRate} Hz`, reason };
  }
  if (track.pcmBits === null) return;
  if (form.kilobits !== null) {
    const to = form.encoder === "aac" ? "AAC" : "Opus";
    yield { property: "audio_compression", from: track.codec, to, reason: `${container} holds compressed sound` };
    return;
  }
  const bits = Number(/\d+/.exec(form.encoder)?.[0]);
  if (track.pcmBits > bits) {
    yield { property: "sample_depth", from: track.codec, to: form.encoder, reason: `${container} holds ${bits} bits` };
  }
}

/** Sound and picture begin together. MXF has no times of its own either: its tracks are as long as the picture. */
function planSpan(track: AudioFacts, line: SoundLine | undefined, policy: AudioPolicy) {
  const { container, picture, hidesPreSkip } = policy;
  const losses: Loss[] = [];
  const filters: string[] = [];
  const gaps = line?.gaps ?? [];
  const ordered = line?.timed === false;
  const endSeconds = ordered ? line.endSeconds : track.endSeconds;
  const start = picture === null || track.startSeconds === null ? 0 : track.startSeconds - picture.startSeconds;
  const end = picture === null || endSeconds === null ? null : endSeconds - picture.startSeconds;
  if (ordered) {
    filters.push("asetpts=STARTPTS+N/SR/TB");
    const reason = "by their times its packets would all sound at once";
    losses.push({ property: "audio_times", from: "none", to: "one packet behind the other", reason });
  }
  const heard = heardFrom(track, line, hidesPreSkip);
  const early = picture === null || heard === null ? 0 : picture.startSeconds - heard;
  if (early > (mayBePrimed(track) ? PRIMING_SECONDS : ROUNDED_SECONDS)) {
    const reason = "a proxy begins with the first frame, and the sound before it is left out";
    losses.push({ property: "audio_start", from: `${early.toFixed(3)} s before the picture`, to: "with it", reason });
  }
  losses.push(...gapLosses(gaps, picture?.startSeconds ?? 0));
  if (container !== "mxf" || picture === null) {
    // The picture's first frame is at 0, and what lies before that is negative.
    if (start < 0) filters.push("atrim=start=0");
    // Encoders put one frame behind the other, and writers of PCM one sample: what came after a hole would come early.
    if (gaps.length > 0) filters.push(`aresample=${FILL_GAPS}`);
    // Opus in WebM begins before its sound, by which players are told to play it earlier; ffmpeg's writer tells them and
    // leaves the sound where it is, so that it would be 6.5 ms early.
    if (container === "webm") filters.push(`asetpts=PTS+${OPUS_LEAD_SECONDS}/TB`);
    return { losses, filters, endSeconds: end };
  }
  const length = picture.endSeconds - picture.startSeconds;
  // A little more than the picture: the writer takes what belongs to its last frame.
  filters.push(
    `aresample=48000:first_pts=0:${gaps.length > 0 ? FILL_GAPS : "async=1"}`,
    "apad",
    `atrim=end=${(length + 0.1).toFixed(3)}`,
  );
  if (end !== null && Math.abs(end - length) > SAMPLE_SECONDS) {
    const reason = `mxf tracks are as long as the picture: ${end < length ? "silence is added" : "the sound after the last frame is left out"}`;
    losses.push({
      property: "audio_length",
      from: `ends at ${end.toFixed(3)} s`,
      to: `${length.toFixed(3)} s`,
      reason,
    });
  }
  return { losses, filters, endSeconds: length };
}

/** When the first sample is heard, behind the pre-skip of Opus. */
function heardFrom({ codec, startSeconds }: AudioFacts, line: SoundLine | undefined, hidesPreSkip: boolean) {
  if (codec !== "opus" || startSeconds === null) return startSeconds;
  return hidesPreSkip ? startSeconds + OPUS_LEAD_SECONDS : (line?.firstSeconds ?? startSeconds);
}

/** Whether what comes first may be what the encoder, of AAC or MP3, began with, which was never sound. */
function mayBePrimed({ codec, pcmBits }: AudioFacts): boolean {
  return pcmBits === null && codec !== "opus";
}

/** A hole is heard as one, and said: it may be the recorder's, or a sign of damage. */
function* gapLosses(gaps: readonly SoundGap[], pictureStart: number): Generator<Loss> {
  const [first] = gaps;
  if (first === undefined) return;
  const total = gaps.reduce((sum, { seconds }) => sum + seconds, 0);
  const at = `${gaps.length === 1 ? "at" : "the first at"} ${(first.atSeconds - pictureStart).toFixed(3)} s`;
  const count = gaps.length === 1 ? "a gap" : `${gaps.length} gaps`;
  const reason = "there is no sound between two of the source's packets; what follows keeps its time";
  yield { property: "audio_gap", from: `${count} of ${total.toFixed(3)} s, ${at}`, to: "silence", reason };
}

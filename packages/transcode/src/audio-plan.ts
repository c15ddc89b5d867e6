import type { Container, Loss } from "@proxx/contract";
import type { AudioFacts } from "@proxx/media";

/** How one sound track is encoded. */
export interface AudioTrackPlan {
  sourceIndex: number;
  encoder: "pcm_s16le" | "pcm_s24le" | "pcm_s32le" | "pcm_f32le" | "aac" | "libopus";
  sampleRate: number;
  channels: number;
  /** Set where the encoder would refuse or rename the layout of the source. */
  layout: string | null;
  kilobits: number | null;
}

export interface AudioPlan {
  tracks: AudioTrackPlan[];
  losses: Loss[];
  problem: { message: string; hint: string } | null;
}

interface AudioPolicy {
  container: Container;
  codecAudio: "pcm" | "compressed";
  kilobitsPerChannel: number;
}

const AAC_RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000];
// What libopus takes by the Vorbis order; the same loudspeakers under another name are mapped to these.
const OPUS_LAYOUTS: Readonly<Record<number, string>> = {
  1: "mono",
  2: "stereo",
  3: "3.0",
  4: "quad",
  5: "5.0",
  6: "5.1",
  7: "6.1",
  8: "7.1",
};
const GUESSED_LAYOUTS: Readonly<Record<number, string>> = { ...OPUS_LAYOUTS, 4: "4.0", 16: "hexadecagonal" };

/** Every track that can be decoded is kept, in order, in the best form the container holds. */
export function planAudio(tracks: readonly AudioFacts[], policy: AudioPolicy): AudioPlan {
  const plan: AudioPlan = { tracks: [], losses: [], problem: null };
  for (const [number, track] of tracks.entries()) {
    if (!track.decodable) {
      plan.losses.push({
        property: "audio_track",
        from: `track ${number + 1} (${track.codec})`,
        to: "none",
        reason: "ffmpeg has no decoder for it",
      });
      continue;
    }
    const planned = planTrack(track, policy);
    if (planned.encoder === "aac" || planned.encoder === "libopus") {
      const problem = compressedProblem(track, planned, number);
      if (problem !== null) plan.problem ??= problem;
    }
    if (planned.sampleRate !== track.sampleRate) {
      plan.losses.push({
        property: "sample_rate",
        from: `track ${number + 1}: ${track.sampleRate} Hz`,
        to: `${planned.sampleRate} Hz`,
        reason: `${policy.container} with ${planned.encoder} has no ${track.sampleRate} Hz`,
      });
    }
    if (track.layout === null && track.channels > 2) {
      plan.losses.push({
        property: "channel_layout",
        from: `track ${number + 1}: ${track.channels} channels without a layout`,
        to: planned.layout ?? GUESSED_LAYOUTS[track.channels] ?? "unnamed",
        reason: "the source does not say which loudspeaker each channel is for; this is a guess",
      });
    }
    if (track.pcmBits !== null && (planned.encoder === "aac" || planned.encoder === "libopus")) {
      plan.losses.push({
        property: "audio_compression",
        from: `track ${number + 1}: ${track.codec}`,
        to: planned.encoder === "aac" ? "AAC" : "Opus",
        reason: `${policy.container} holds compressed sound`,
      });
    }
    plan.tracks.push(planned);
  }
  return plan;
}

function planTrack(track: AudioFacts, { container, codecAudio, kilobitsPerChannel }: AudioPolicy): AudioTrackPlan {
  const common = { sourceIndex: track.index, channels: track.channels };
  const holdsPcm = container === "mov" || container === "mkv" || container === "mxf";
  if (holdsPcm && (codecAudio === "pcm" || track.pcmBits !== null)) {
    return {
      ...common,
      encoder: pcmEncoder(track, container),
      sampleRate: container === "mxf" ? 48000 : track.sampleRate,
      layout: null,
      kilobits: null,
    };
  }
  const kilobits = Math.min(kilobitsPerChannel * Math.max(1, track.channels), 510);
  if (container === "webm") {
    return { ...common, encoder: "libopus", sampleRate: 48000, layout: OPUS_LAYOUTS[track.channels] ?? null, kilobits };
  }
  return {
    ...common,
    encoder: "aac",
    sampleRate: AAC_RATES.includes(track.sampleRate) ? track.sampleRate : 48000,
    layout: track.layout === null && track.channels > 2 ? (GUESSED_LAYOUTS[track.channels] ?? null) : null,
    kilobits,
  };
}

// MXF has 16 and 24 bits. Decoded AAC or Opus is floating point; 24 bits lose nothing that can be heard.
function pcmEncoder(track: AudioFacts, container: Container): AudioTrackPlan["encoder"] {
  const bits = track.pcmBits ?? 24;
  if (bits <= 16) return "pcm_s16le";
  if (bits <= 24 || container === "mxf") return "pcm_s24le";
  return /^pcm_f/.test(track.codec) ? "pcm_f32le" : "pcm_s32le";
}

function compressedProblem(track: AudioFacts, planned: AudioTrackPlan, number: number): AudioPlan["problem"] {
  const most = planned.encoder === "libopus" ? 8 : 16;
  const nameless = track.layout === null && track.channels > 2 && planned.layout === null;
  if (track.channels <= most && !nameless) return null;
  return {
    message: `Track ${number + 1} has ${track.channels} channels${nameless ? " without a layout" : ""}, which ${planned.encoder === "aac" ? "AAC" : "Opus"} cannot carry.`,
    hint: "Take the container mov, which keeps uncompressed sound as it is.",
  };
}

import { toNumber, type ExpectedSamples, type ExpectedSync } from "@proxx/media";
import type { AudioTrackPlan } from "./audio-track-plan.ts";
import type { ClipPlan } from "./clip-plan.ts";

const SYNC_SECONDS = 0.001;
/** Of these, decoders give exactly what the packets hold; of others, a frame may be missing at either end. */
const EXACTLY_DECODED = ["aac", "opus", "mp2", "ac3", "eac3"];
const FRAMES_AT_THE_ENDS_SECONDS = 0.1;
/** What fills the encoder's last frame, where the container does not say how much of it is to be heard. */
const LAST_FRAME_SECONDS = 0.06;
/** AAC's packets hold so many samples; the first one often holds none (a packet of filling), and the header counts it. */
const AAC_PACKET = 1024;
/** What ffmpeg's encoder of AAC begins with, in samples: heard in Matroska, and in QuickTime before sound that begins late. */
const AAC_PRIMING = 1024;

/** What is to be heard of a track, by the packets of the source; null where they do not tell. */
export function expectedSound(
  { source, spec }: Pick<ClipPlan, "source" | "spec">,
  track: AudioTrackPlan,
  pictureSeconds: number,
): { sync: ExpectedSync | null; samples: ExpectedSamples | null } {
  const { firstSeconds, sound } = source.timeLine;
  const line = sound.find(({ streamIndex }) => streamIndex === track.sourceIndex);
  const facts = source.facts.audio.find(({ index }) => index === track.sourceIndex);
  if (firstSeconds === null || line?.firstSeconds == null || facts === undefined) return { sync: null, samples: null };
  const filled = spec.container === "mxf";
  const begins = line.firstSeconds - firstSeconds;
  const start = filled ? 0 : Math.max(0, begins);
  const clock = spec.container === "mkv" || spec.container === "webm" ? 0.001 : 0;
  const tick = facts.timeBase === null ? 0 : toNumber(facts.timeBase);
  const exact = filled || facts.pcmBits !== null || EXACTLY_DECODED.includes(facts.codec);
  const heldBack = exact ? 0 : FRAMES_AT_THE_ENDS_SECONDS;
  const firstPacketSeconds = facts.codec === "aac" && !filled ? AAC_PACKET / facts.sampleRate : 0;
  const surely = SYNC_SECONDS + clock + heldBack;
  const sync = {
    startSeconds: start,
    toleranceSeconds: surely + (start > 0 ? tick : 0),
    behindFirst:
      firstPacketSeconds > 0 ? { startSeconds: begins + firstPacketSeconds, toleranceSeconds: surely + tick } : null,
    primingSeconds:
      track.encoder === "aac" && (spec.container === "mkv" || start > 0) ? AAC_PRIMING / track.sampleRate : 0,
  };
  const end = filled ? pictureSeconds : (line.endSeconds ?? 0) - firstSeconds;
  if (line.gaps === null || line.endSeconds === null || end <= start) return { sync, samples: null };
  const lost = SYNC_SECONDS + 2 * clock + (filled ? 0 : 2 * tick) + heldBack + firstPacketSeconds;
  const more =
    lost +
    (filled || facts.pcmBits !== null ? 0 : FRAMES_AT_THE_ENDS_SECONDS) +
    (clock > 0 && track.kilobits !== null ? LAST_FRAME_SECONDS : 0);
  const inSamples = (seconds: number) => Math.round(seconds * track.sampleRate);
  const samples = {
    promised: inSamples(end - start),
    least: Math.max(0, inSamples(end - start - lost)),
    most: inSamples(end - start + more),
    decodedFrom: facts.codec,
  };
  return { sync, samples };
}

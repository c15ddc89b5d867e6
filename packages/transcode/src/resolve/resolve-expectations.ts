import { ProxxError, type CheckedJobSpec, type Loss, type VerificationRow } from "@proxx/contract";
import {
  probe,
  rational,
  sameRational,
  toNumber,
  type MediaExpectations,
  type MediaFacts,
  type Rational,
} from "@proxx/media";
import { CODEC_RECIPES } from "../profile/codec-recipes.ts";
import type { EncodeFindings } from "../encode/clip-encoder.ts";
import { forcedRate } from "../document/frame-rate.ts";
import type { EventOf } from "./bridge.ts";

/** What verification is to know of a render. */
export async function findingsOf(
  spec: CheckedJobSpec,
  clip: EventOf<"clip">,
  path: string,
  options: { ffprobe: string; signal?: AbortSignal | undefined },
): Promise<EncodeFindings> {
  return {
    expectations: expectationsOfRender(spec, clip),
    checks: checksOfRender(spec, clip, await probeIfReadable(path, options)),
    losses: lossesOfRender(clip),
  };
}

/** What the rendered file must be, by the JobSpec and by what Resolve says of the clip. */
function expectationsOfRender(spec: CheckedJobSpec, clip: EventOf<"clip">): MediaExpectations {
  const recipe = CODEC_RECIPES[spec.codec];
  const forced = forcedRate(spec.fps_mode);
  const sourceRate = rateOf(clip.fps);
  const rate = forced ?? sourceRate;
  const seconds = clip.frames === null || sourceRate === null ? null : clip.frames / toNumber(sourceRate);
  const kept = rate !== null && sourceRate !== null && sameRational(rate, sourceRate);
  return {
    codec: recipe.probedCodec,
    ...(spec.container === "mov" || spec.container === "mp4" ? { codecTag: recipe.tag } : {}),
    width: clip.width,
    height: clip.height,
    // How Resolve rounds the last frame of a converted rate is its own affair; the duration stays.
    ...(kept && clip.frames !== null ? { frames: clip.frames } : {}),
    ...(rate === null ? {} : { rate }),
    ...(rate === null || seconds === null
      ? {}
      : { durationSeconds: seconds, durationToleranceSeconds: (kept ? 0.5 : 1) / toNumber(rate) + 0.002 }),
    ...(clip.output_timecode === null ? {} : { timecode: clip.output_timecode }),
    ...(clip.audio_channels === 0 ? { audio: [] } : {}),
  };
}

/** What is compared beside that: the preset decides the codec's level and the sound, and neither shows elsewhere. */
function checksOfRender(spec: CheckedJobSpec, clip: EventOf<"clip">, made: MediaFacts | null): VerificationRow[] {
  if (made === null) return [];
  const profile = CODEC_RECIPES[spec.codec].probedProfile;
  const found = made.video?.profile ?? "none";
  const tracks = made.audio.length;
  return [
    ...(profile === null ? [] : [{ check: "codec_profile", expected: profile, found, pass: found === profile }]),
    ...(clip.audio_channels === 0
      ? []
      : [{ check: "sound", expected: "at least 1 audio track", found: `${tracks}`, pass: tracks > 0 }]),
  ];
}

function lossesOfRender(clip: EventOf<"clip">): Loss[] {
  if (clip.timecode === null || clip.output_timecode === clip.timecode) return [];
  const reason = "this version of DaVinci Resolve cannot set where a timeline starts";
  return [{ property: "timecode", from: clip.timecode, to: clip.output_timecode ?? "unknown", reason }];
}

/** A file that cannot be read has a row of its own in the verification. */
async function probeIfReadable(path: string, options: Parameters<typeof probe>[1]): Promise<MediaFacts | null> {
  try {
    return await probe(path, options);
  } catch (error) {
    if (error instanceof ProxxError && error.code === "probe_failed") return null;
    throw error;
  }
}

/** Resolve rounds: its 23.976 is 24000/1001. */
function rateOf(text: string): Rational | null {
  const value = Number(text);
  if (!(value > 0)) return null;
  if (Math.abs(value - Math.round(value)) < 0.0005) return rational(Math.round(value));
  const nominal = Math.ceil(value);
  return Math.abs(value - (nominal * 1000) / 1001) < 0.005 ? rational(nominal * 1000, 1001) : null;
}

import { rational, toNumber, type MediaExpectations, type TimeLine } from "@proxx/media";
import type { AudioEncoder } from "./audio-track-plan.ts";
import type { ClipPlan } from "./clip-plan.ts";
import { expectedSound } from "./expected-sound.ts";
import { frameCountAt } from "../document/frame-rate.ts";
import { spanOf } from "../source/span.ts";

/** What the encoded clip must turn out to be. */
export function expectationsOf(plan: ClipPlan): MediaExpectations {
  const { source, size, recipe, spec, rate, forcedRate } = plan;
  const { timeLine, video } = source;
  const span = spanOf(source, plan.constant);
  const frames = forcedRate === null ? (plan.constant?.frames ?? timeLine.shown) : frameCountAt(forcedRate, span);
  const frameSeconds = 1 / toNumber(rate ?? video.averageRate ?? rational(25));
  const durationSeconds = rate === null ? span : frames * frameSeconds;
  return {
    codec: recipe.probedCodec,
    codecTag: spec.container === "mov" || spec.container === "mp4" ? recipe.tag : null,
    pixelFormat: recipe.probedPixelFormat?.(plan.pixelFormat) ?? plan.pixelFormat,
    width: size.width,
    height: size.height,
    sampleAspect: size.sampleAspect,
    frames,
    rate,
    // Matroska rounds each time to the millisecond.
    durationSeconds,
    durationToleranceSeconds: Math.min(frameSeconds, shortestFrame(timeLine)) / 2 + 0.002,
    // Matroska has no times before 0: the priming of AAC moves the picture by as much.
    ...(spec.container === "mkv" ? {} : { startSeconds: 0 }),
    // MXF always has a timecode track, which starts at zero when nothing else is said.
    timecode: plan.timecode ?? (spec.container === "mxf" ? "00:00:00:00" : null),
    reel: plan.reel,
    fieldOrder: source.fieldOrder,
    colour: plan.colour,
    ...(plan.chapters ? { chapters: source.facts.chapters } : {}),
    audio: plan.audio.map((track) => ({
      codec: PROBED_AUDIO[track.encoder],
      channels: track.channels,
      sampleRate: track.sampleRate,
      endSeconds: track.endSeconds,
      ...expectedSound(plan, track, durationSeconds),
    })),
  };
}

/** Of frames at varying times, the one that is shown for the least time decides what half a frame is. */
function shortestFrame({ times }: TimeLine): number {
  return (times ?? []).reduce(
    (shortest, time, index, all) => (index === 0 ? shortest : Math.min(shortest, time - (all[index - 1] ?? 0))),
    Infinity,
  );
}

const PROBED_AUDIO: Readonly<Record<AudioEncoder, string>> = {
  pcm_s16le: "pcm_s16le",
  pcm_s24le: "pcm_s24le",
  pcm_s32le: "pcm_s32le",
  pcm_f32le: "pcm_f32le",
  aac: "aac",
  libopus: "opus",
};

import type { JobProgressListener } from "@proxx/contract";
import { toNumber } from "@proxx/media";
import type { EncodeOptions } from "./clip-encoder.ts";
import { expectationsOf, spanOf } from "../clip-plan/expectations.ts";
import type { PreparedClip, PreparedJob } from "../prepare/prepared-job.ts";

interface ClipProgressOptions {
  job: PreparedJob;
  index: number;
  onProgress?: JobProgressListener | undefined;
}

/** Turns the encoder's figures into the clip's progress: a fraction that never goes back, and the time left. */
export function createClipProgress(
  clip: PreparedClip,
  { job, index, onProgress }: ClipProgressOptions,
): EncodeOptions["onProgress"] {
  if (!onProgress) return () => {};
  const started = performance.now();
  const totalFrames = clip.plan === null ? null : (expectationsOf(clip.plan).frames ?? null);
  const totalSeconds = clip.plan === null ? null : spanOf(clip.plan);
  const rate = clip.plan?.encoderInput.rate;
  let reached = 0;
  return ({ frame, fps, speed, outTimeSeconds, fraction: told = null, etaSeconds = null }) => {
    const byFrame = frame !== null && totalFrames ? frame / totalFrames : null;
    const byTime = outTimeSeconds !== null && totalSeconds ? outTimeSeconds / totalSeconds : null;
    const fraction = told ?? byFrame ?? byTime;
    if (fraction !== null) reached = Math.max(reached, Math.min(1, fraction));
    const elapsed = (performance.now() - started) / 1000;
    onProgress({
      type: "clip-progress",
      ...{ clip: index, totalClips: job.clips.length, source: clip.sourcePath },
      fraction: fraction === null ? null : reached,
      ...{ frame, totalFrames, fps },
      speed: speed ?? (fps !== null && rate ? fps / toNumber(rate) : null),
      etaSeconds: etaSeconds ?? (reached > 0 ? (elapsed * (1 - reached)) / reached : null),
    });
  };
}

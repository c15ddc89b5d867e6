import type { ClipResult, JobProgressListener } from "@proxx/contract";
import { toNumber } from "@proxx/media";
import { expectationsOf } from "../clip-plan/expectations.ts";
import type { PreparedClip, PreparedJob } from "../prepare/prepared-job.ts";
import { spanOf } from "../source/span.ts";
import type { EncodeOptions } from "./clip-encoder.ts";

interface ClipProgressOptions {
  job: PreparedJob;
  index: number;
  onProgress?: JobProgressListener | undefined;
}

/** Tells a job's listener how one clip comes along. */
export interface ClipProgress {
  started(): void;
  /** Turns the encoder's figures into a fraction that never goes back, and the time left. */
  encoded: EncodeOptions["onProgress"];
  verifying(): void;
  finished(result: Pick<ClipResult, "status" | "failure_detail">): void;
}

export function createClipProgress(
  { sourcePath, outputPath, plan }: PreparedClip,
  { job, index, onProgress = () => {} }: ClipProgressOptions,
): ClipProgress {
  const place = { clip: index, totalClips: job.clips.length, sourcePath };
  const totalFrames = plan === null ? null : (expectationsOf(plan).frames ?? null);
  const totalSeconds = plan === null ? null : spanOf(plan.source, plan.constant);
  const rate = plan?.encoderInput.rate;
  const begun = performance.now();
  let reached = 0;
  return {
    started: () => onProgress({ type: "clip-started", ...place, outputPath }),
    encoded: ({ frame, fps, speed, outTimeSeconds, fraction: told = null, etaSeconds = null }) => {
      const byFrame = frame !== null && totalFrames ? frame / totalFrames : null;
      const byTime = outTimeSeconds !== null && totalSeconds ? outTimeSeconds / totalSeconds : null;
      const fraction = told ?? byFrame ?? byTime;
      if (fraction !== null) reached = Math.max(reached, Math.min(1, fraction));
      const elapsed = (performance.now() - begun) / 1000;
      onProgress({
        type: "clip-progress",
        ...place,
        fraction: fraction === null ? null : reached,
        frame,
        totalFrames,
        fps,
        speed: speed ?? (fps !== null && rate ? fps / toNumber(rate) : null),
        etaSeconds: etaSeconds ?? (reached > 0 ? (elapsed * (1 - reached)) / reached : null),
      });
    },
    verifying: () => onProgress({ type: "clip-verifying", ...place }),
    finished: ({ status, failure_detail: failure }) =>
      onProgress({
        type: "clip-finished",
        ...place,
        outputPath: status === "COMPLETED" ? outputPath : null,
        status,
        failure,
      }),
  };
}

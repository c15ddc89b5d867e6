import type { ExecutionEngine, Issue } from "@proxx/contract";
import { quoteForShell } from "@proxx/media";
import { buildFfmpegArguments } from "./clip-plan/ffmpeg-arguments.ts";
import { sourcePathsOf } from "./document/source-paths.ts";
import { prepareJob } from "./prepare/prepare-job.ts";
import type { PrepareOptions } from "./prepare/prepare-options.ts";

export interface ValidationReport {
  valid: boolean;
  issues: Issue[];
  job_id: string | null;
  fingerprint: string | null;
  engine: ExecutionEngine | null;
  /** What would be made, in order; empty when the spec is not valid. */
  clips: {
    source_path: string;
    output_path: string;
    source_completeness: string | null;
    losses: { property: string; from: string; to: string; reason: string }[];
    ffmpeg_command: string[] | null;
    ffmpeg_command_line: string | null;
  }[];
}

/** Runs exactly the checks that `executeJobSpec` runs before it encodes, and says what it would make. Writes nothing. */
export async function validateJobSpec(document: unknown, options: PrepareOptions = {}): Promise<ValidationReport> {
  const { issues, jobId, fingerprint, job } = await prepareJob(
    document,
    sourcePathsOf(document, options.baseDirectory),
    options,
  );
  return {
    valid: job !== null,
    issues,
    job_id: jobId,
    fingerprint,
    engine: job?.engine ?? null,
    clips: (job?.clips ?? []).map((clip) => {
      const command = clip.plan && [job?.tools.ffmpeg ?? "ffmpeg", ...buildFfmpegArguments(clip.plan, clip)];
      return {
        source_path: clip.sourcePath,
        output_path: clip.outputPath,
        source_completeness: clip.plan?.source.completeness ?? null,
        losses: clip.plan?.losses ?? [],
        ffmpeg_command: command,
        ffmpeg_command_line: command && quoteForShell(command),
      };
    }),
  };
}

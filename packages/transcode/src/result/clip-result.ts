import type { ClipResult } from "@proxx/contract";

/** A clip of which nothing is known but its source. */
export function emptyClip(sourcePath: string): ClipResult {
  return {
    source_path: sourcePath,
    output_path: null,
    status: "SKIPPED",
    started_at: null,
    ended_at: null,
    duration_seconds: null,
    ffmpeg_command: null,
    ffmpeg_command_line: null,
    exit_code: null,
    output_exists: false,
    output_size_bytes: null,
    output_sha256: null,
    failure_reason: null,
    failure_code: null,
    failure_detail: null,
    stderr_tail: null,
    partial_path: null,
    verification: [],
    losses: [],
    source_completeness: null,
  };
}

export function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

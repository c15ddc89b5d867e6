import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileExists } from "@proxx/media";
import type { EncodeOutcome } from "./clip-encoder.ts";
import { ClipFailure, interrupted } from "./clip-failure.ts";

interface JudgeOptions {
  signal?: AbortSignal | undefined;
  stallSeconds: number;
}

/** What the encoder's end says against the clip before the file is looked at; null when there is a file to look at. */
export async function judgeOutcome(
  outcome: EncodeOutcome,
  workingPath: string,
  { signal, stallSeconds }: JudgeOptions,
): Promise<ClipFailure | null> {
  const { stderrTail } = outcome;
  const failed = (code: string, detail: string) => new ClipFailure("execution_error", code, detail, { stderrTail });
  if (outcome.endedBy === "abort" || signal?.aborted) return interrupted(stderrTail);
  if (outcome.endedBy === "stall")
    return failed("tool_stalled", `The encoder made no progress for ${stallSeconds} s and was ended.`);
  if (outcome.endedBy === "timeout") return failed("tool_timeout", "The encoder reached its time limit and was ended.");
  if (outcome.exitCode !== 0 || !outcome.finished) {
    if (isDiskFull(outcome))
      return failed("disk_full", `The disk of ${dirname(workingPath)} filled up while encoding.`);
    if (outcome.damage !== undefined) return failed("source_damaged", outcome.damage);
    const how = outcome.signal ? `was killed by ${outcome.signal}` : `ended with exit code ${outcome.exitCode}`;
    return failed("tool_failed", `The encoder ${how}${whatItSaid(outcome)}`);
  }
  const size = (await fileExists(workingPath)) ? (await stat(workingPath)).size : 0;
  if (size > 0) return null;
  const nothing = "The encoder reported success and wrote nothing.";
  return new ClipFailure("output_missing", "output_missing", nothing, { stderrTail });
}

/** Of a decoder that refuses a packet without a word, the place is all that is known. Warnings are no reason to end. */
function whatItSaid({ errorLines, stderrTail, exitCode, frames }: EncodeOutcome): string {
  const said = [...errorLines, ...stderrTail].find((line) => line.trim() !== "" && !/\[warning\] /.test(line));
  if (said !== undefined) return `: ${tidyLine(said)}`;
  if (exitCode === null || exitCode === 0) return " and gave no reason.";
  const place = frames === null ? "" : ` after ${frames} ${frames === 1 ? "frame" : "frames"}`;
  return (
    `${place} and gave no reason. It does so when a packet of picture or sound cannot be decoded, ` +
    "such as the last one of a recording that was cut off."
  );
}

export function isDiskFull({ stderrTail }: Pick<EncodeOutcome, "stderrTail">): boolean {
  return stderrTail.some((line) => /no space left on device|disk quota exceeded/i.test(line));
}

/** A line of ffmpeg without the addresses of its objects, which help nobody. */
function tidyLine(line: string): string {
  return line.replaceAll(/ @ 0x[0-9a-f]+/g, "").slice(0, 500);
}

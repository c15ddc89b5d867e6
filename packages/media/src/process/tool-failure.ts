import { ProxxError } from "@proxx/contract";
import type { ToolRun } from "./run-tool.ts";

/**
 * What is to be said of a run that did not end well: whether it was stopped, killed, stood still, had no room, or what it
 * said last.
 *
 * @example
 * if (run.exitCode !== 0) throw toolFailure(run, { tool: "ffmpeg", doing: "writing the movie", hint: "…" });
 */
export function toolFailure(
  { exitCode, signal, endedBy, stderrTail }: Pick<ToolRun, "exitCode" | "signal" | "endedBy" | "stderrTail">,
  /** `hint` is for when it ended by itself, for a reason of its own. */
  { tool, doing, hint }: { tool: string; doing: string; hint: string },
): ProxxError {
  const again = "Run it again: what is finished is reused.";
  if (endedBy === "abort") return new ProxxError("aborted", `Stopped while ${doing}.`, { hint: again });
  if (endedBy !== null) {
    const code = endedBy === "stall" ? "tool_stalled" : "tool_timeout";
    const how = endedBy === "stall" ? "stood still" : "took too long";
    return new ProxxError(code, `${tool} ${how} while ${doing}, and was ended.`, {
      hint: `A disk or a shared folder that does not answer does that. ${again}`,
      retryable: true,
    });
  }
  if (signal === "SIGXFSZ" || stderrTail.some((line) => /No space left on device|File too large/.test(line))) {
    return new ProxxError("disk_full", `There is no room left on the disk for what ${tool} made while ${doing}.`, {
      hint: "Make room and run it again: what is finished is reused.",
      retryable: true,
    });
  }
  if (signal !== null) {
    return new ProxxError("tool_failed", `${tool} was killed (${signal}) while ${doing}.`, {
      hint: `A system that runs out of memory does that. ${again}`,
      retryable: true,
    });
  }
  const said = stderrTail.at(-1) ?? "it said nothing";
  return new ProxxError("tool_failed", `${tool} ended with ${exitCode} while ${doing}: ${said}`, { hint });
}

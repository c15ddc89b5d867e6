import type { RunEvent } from "@proxx/contract";
import { quoteForShell } from "@proxx/media";
import { formatBytes, formatDuration } from "./describe-execution.ts";

/**
 * An event as a line of a debug log, after the name of its job; null where it says nothing that is not said elsewhere. A
 * process is its command, to be pasted into a shell.
 */
export function describeEvent(event: RunEvent, cwd = process.cwd()): string | null {
  switch (event.type) {
    case "job-hit":
      return `${event.jobId}: hit: ${event.why.join("; ")}`;
    case "job-missed":
      return `${event.jobId}: miss: ${event.why.join("; ")}`;
    case "job-started":
      return `${event.jobId}: started (${[event.jobType, event.provider].filter((part) => part !== null).join(", ")})`;
    case "job-ended":
      return `${event.jobId}: ${event.status}${event.seconds > 0 ? ` after ${formatDuration(event.seconds)}` : ""}`;
    case "provider-asked":
      return `${event.jobId}: asks ${event.provider}:${event.model}`;
    case "provider-answered":
      return `${event.jobId}: ${event.provider} answered after ${formatDuration(event.seconds)}${event.errorCode === null ? "" : `: ${event.errorCode}`}`;
    case "process-started": {
      const command = quoteForShell(event.argv);
      return `${event.jobId} $ ${event.cwd === cwd ? command : `(cd ${quoteForShell([event.cwd])} && ${command})`}`;
    }
    case "process-ended":
      return `${event.jobId}: process ${event.process} ended ${describeUsage(event)}`;
    case "artifact-stored":
      return `${event.jobId}: stored ${event.artifact.url}`;
    case "execution-started":
    case "execution-progress":
    case "execution-ended":
    case "job-ready":
      return null;
  }
}

function describeUsage(event: RunEvent & { type: "process-ended" }): string {
  const { exitCode, signal, seconds, cpuSeconds, peakMemoryBytes } = event;
  return [
    `with ${exitCode ?? signal} after ${formatDuration(seconds)}`,
    ...(cpuSeconds === null ? [] : [`${formatDuration(cpuSeconds)} of CPU`]),
    ...(peakMemoryBytes === null ? [] : [formatBytes(peakMemoryBytes)]),
  ].join(", ");
}

import { hasEnded, type ExecutionState } from "./execution-state.ts";
import type { News } from "./news.ts";

/** What news does to an execution itself. */
export function applyToExecution(news: News, execution: ExecutionState): ExecutionState {
  switch (news.kind) {
    case "begins":
      return execution.status === "pending" ? { ...execution, status: "processing" } : execution;
    case "cancelled":
      return hasEnded(execution) ? execution : { ...execution, ending: execution.ending ?? "cancelled" };
    case "broken":
      return hasEnded(execution) ? execution : { ...execution, ending: "broken", error: execution.error ?? news.error };
    case "base-ended":
      return execution.base.kind === "awaited" ? { ...execution, base: { kind: "ended" } } : execution;
    case "base-read":
      return execution.base.kind === "ended"
        ? { ...execution, base: { kind: "there", result: news.result } }
        : execution;
    default:
      return execution;
  }
}

import type { Job } from "@proxx/contract";
import type { State } from "../parts/state-mark.tsx";

/** What was there already has been made by nobody now, which is worth a state of its own. */
export function stateOf({ status, reused }: Job): State {
  return status === "completed" && reused ? "cached" : status;
}

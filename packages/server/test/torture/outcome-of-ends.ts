import type { Execution } from "@proxx/contract";
import type { ServerViolation } from "./server-figures.ts";

/** What is wrong with executions all of which were to complete. */
export function faultsOfEnds(ends: ReadonlyMap<string, Execution | null>): ServerViolation[] {
  return [...ends].flatMap(([id, execution]): ServerViolation[] => {
    if (execution === null) return [{ figure: "lost", detail: id }];
    if (execution.completedAt === null)
      return [{ figure: "stuck", detail: `${id}: ${JSON.stringify(execution.jobs)}` }];
    if (execution.status === "completed") return [];
    return [{ figure: "wrongEnd", detail: `${id} is ${execution.status}: ${execution.error?.message}` }];
  });
}

/** What processes wrote to stderr, where they are to be silent. */
export function complaintsOf(processes: readonly { readonly stderr: () => string }[]): ServerViolation[] {
  return processes.flatMap(({ stderr }): ServerViolation[] =>
    stderr() === "" ? [] : [{ figure: "complaints", detail: stderr().slice(0, 500) }],
  );
}

import type { Degradation } from "@proxx/contract";

export interface DegradedJobs {
  jobIds: readonly string[];
  message: string;
  hint: string;
}

/** What was done in a lesser way: each way once, with the jobs it happened to. */
export function groupDegradations(degradations: readonly Degradation[]): DegradedJobs[] {
  const groups = Map.groupBy(degradations, ({ code, message, hint }) => JSON.stringify([code, message, hint]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ jobIds: [...new Set(group.map(({ jobId }) => jobId))], message: first.message, hint: first.hint }];
  });
}

const MOST_NAMED = 4;

/** `sea, hill, town and 37 more`. */
export function listJobs(ids: readonly string[]): string {
  const left = ids.length - MOST_NAMED;
  return left > 1 ? `${ids.slice(0, MOST_NAMED).join(", ")} and ${left} more` : ids.join(", ");
}

import type { Artifact } from "@proxx/contract";
import type { Decision } from "@proxx/engine";

/** The files that jobs have made which end by this. */
export function madeArtifacts({ jobs }: Pick<Decision, "jobs">): Artifact[] {
  return jobs.flatMap(({ state }) =>
    state.phase === "ended" ? (state.output?.files ?? []).map(({ artifact }) => artifact) : [],
  );
}

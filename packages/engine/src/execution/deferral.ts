import type { JobState } from "./job-state.ts";

/**
 * Whether a job whose output may be left to its renderer is to be run: it is when the renderer has to be, and when the
 * renderer's key cannot be told before something else is made. In that case the renderer will most likely have to run,
 * and to wait for certainty would let everything stand in line.
 */
export function isNeeded(state: JobState, states: ReadonlyMap<string, JobState>, baseIsThere: boolean): boolean {
  const renderer = states.get(state.renderer ?? "");
  if (renderer === undefined) return true;
  switch (renderer.phase) {
    case "claimed":
    case "queued":
    case "running":
      return true;
    case "known":
      return isNeeded(renderer, states, baseIsThere);
    case "waiting":
      return waitsForMaking(renderer, states, baseIsThere);
    case "shared":
    case "ended":
      return false;
  }
}

/** Whether something is being made that has to be there before the key of this job can be told. */
function waitsForMaking(
  state: JobState,
  states: ReadonlyMap<string, JobState>,
  baseIsThere: boolean,
  seen = new Set<JobState>(),
): boolean {
  if (state.job.usesBase && !baseIsThere) return true;
  seen.add(state);
  return state.job.dependencies.some((id) => {
    const dependency = states.get(id);
    if (dependency === undefined || seen.has(dependency)) return false;
    if (dependency.phase === "waiting") return waitsForMaking(dependency, states, baseIsThere, seen);
    const isMade = dependency.phase === "claimed" || dependency.phase === "queued" || dependency.phase === "running";
    // The key of what may be deferred is known before it is made.
    return dependency.renderer === null && isMade;
  });
}

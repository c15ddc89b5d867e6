import type { Source } from "@proxx/contract";
import { ingredientsOf, jobKey } from "../store/job-key.ts";
import { describeError } from "./execution-error.ts";
import type { ExecutionJob, ExecutionJobs } from "./job-state.ts";
import type { News } from "./news.ts";
import { identitiesOf, resolveInputs, type BaseResult } from "./resolve-inputs.ts";

/** What is to happen with a job now. */
export type Step =
  /** It waits for something else, or has ended. */
  | { readonly kind: "nothing" }
  /** All that its key is made of is known. */
  | { readonly kind: "identify"; readonly identities: ReadonlyMap<Source, string> }
  /** Look whether what it would make is there. */
  | { readonly kind: "look-up"; readonly key: string }
  /** It is not: make sure that nobody else makes the same. */
  | { readonly kind: "claim"; readonly key: string }
  /** Its renderer's file is there, and has it in it. */
  | { readonly kind: "leave-to-renderer" }
  /** Its renderer needs it; or nobody renders it any more, and it becomes a file of its own. */
  | { readonly kind: "make"; readonly mayDefer: boolean }
  /** Its inputs are there. */
  | { readonly kind: "queue" }
  /** End what is being made for it elsewhere. */
  | { readonly kind: "end-elsewhere" };

const NOTHING: Step = { kind: "nothing" };

/** Decides by where the jobs of an execution stand, and nothing else. `base` is null as long as it is not there. */
export function nextStep(entry: ExecutionJob, jobs: ExecutionJobs, base: BaseResult | null): Step {
  const { phase, key } = entry.state;
  switch (phase) {
    case "waiting": {
      const identities = mayBeIdentified(entry, jobs) ? identitiesOf(entry, { jobs, base }) : null;
      return identities === null ? NOTHING : { kind: "identify", identities };
    }
    case "identified":
    case "unclaimed":
      if (key === null) throw new Error(`Expected \`${entry.job.id}\` to have its key`);
      return { kind: phase === "identified" ? "look-up" : "claim", key };
    case "missing":
      return stepOfMissing(entry, jobs, base);
    case "wanted":
      return entry.job.dependencies.every((id) => jobs.get(id)?.state.status === "completed")
        ? { kind: "queue" }
        : NOTHING;
    case "ending":
      return { kind: "end-elsewhere" };
    case "elsewhere":
    case "queued":
    case "running":
    case "parked":
    case "ended":
      return NOTHING;
  }
}

/** All that comes before is done; of what may be left to this job to render, the key is enough. */
function mayBeIdentified({ job, state }: ExecutionJob, jobs: ExecutionJobs): boolean {
  return (
    job.sources.every(({ from }, index) => from.kind !== "location" || state.sources[index] !== null) &&
    job.dependencies.every((id) => {
      const dependency = jobs.get(id);
      const isLeft = dependency?.renderer === job.id && dependency.state.identity !== null;
      return isLeft || dependency?.state.status === "completed";
    })
  );
}

function stepOfMissing(entry: ExecutionJob, jobs: ExecutionJobs, base: BaseResult | null): Step {
  const renderer = jobs.get(entry.renderer ?? "");
  if (renderer?.state.status === "completed" && !entry.state.hadFile) return { kind: "leave-to-renderer" };
  // What nobody renders any more is finished like all that does not depend on a failure.
  if (renderer === undefined || renderer.state.phase === "ended") return { kind: "make", mayDefer: false };
  return isNeeded(entry, jobs, base !== null) ? { kind: "make", mayDefer: true } : NOTHING;
}

/**
 * Whether a job whose output may be left to its renderer is to be run: it is when the renderer has to be, and when the
 * renderer's key cannot be told before something else is made. In that case the renderer will most likely have to run,
 * and to wait for certainty would let everything stand in line.
 */
function isNeeded(entry: ExecutionJob, jobs: ExecutionJobs, baseIsThere: boolean): boolean {
  const renderer = jobs.get(entry.renderer ?? "");
  if (renderer === undefined) return true;
  switch (renderer.state.phase) {
    case "wanted":
    case "queued":
    case "running":
    case "parked":
      return true;
    case "missing":
      return isNeeded(renderer, jobs, baseIsThere);
    case "waiting":
      return waitsForMaking(renderer, jobs, baseIsThere);
    case "identified":
    case "unclaimed":
    case "elsewhere":
    case "ending":
    case "ended":
      return false;
  }
}

/** Whether something is being made that has to be there before the key of this job can be told. */
function waitsForMaking(
  entry: ExecutionJob,
  jobs: ExecutionJobs,
  baseIsThere: boolean,
  seen = new Set<string>(),
): boolean {
  if (entry.job.usesBase && !baseIsThere) return true;
  seen.add(entry.job.id);
  return entry.job.dependencies.some((id) => {
    const dependency = jobs.get(id);
    if (dependency === undefined || seen.has(id)) return false;
    const { phase } = dependency.state;
    if (phase === "waiting") return waitsForMaking(dependency, jobs, baseIsThere, seen);
    const isMade = phase === "wanted" || phase === "queued" || phase === "running" || phase === "parked";
    // The key of what may be left to be rendered is known before it is made.
    return dependency.renderer === null && isMade;
  });
}

/** What is done with it at once, without a question. */
type OwnStep = Exclude<Step, { kind: "nothing" | "look-up" | "claim" | "end-elsewhere" }>;

/** What comes of such a step. */
export function newsOfStep(
  step: OwnStep,
  entry: ExecutionJob,
  surroundings: Parameters<typeof resolveInputs>[1],
): News {
  const jobId = entry.job.id;
  try {
    switch (step.kind) {
      case "identify": {
        const ingredients = ingredientsOf(entry.job, step.identities);
        return { kind: "identified", jobId, ingredients, key: jobKey(ingredients) };
      }
      case "leave-to-renderer":
        return { kind: "left-to-renderer", jobId };
      case "make":
        return { kind: "wanted", jobId, mayDefer: step.mayDefer };
      case "queue":
        // Throws where an input turned out to be of the wrong kind.
        resolveInputs(entry, surroundings);
        return { kind: "queued", jobId };
    }
  } catch (error) {
    return { kind: "failed", jobId, error: describeError(error, { jobId, type: entry.job.type }) };
  }
}

import { findReusable, type Lookup } from "../store/find-reusable.ts";
import { ingredientsOf, jobKey } from "../store/job-key.ts";
import type { News } from "../state/apply-news.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { ExecutionJob, ExecutionJobs } from "../state/job-state.ts";
import type { LiveJob } from "./live-jobs.ts";
import type { Step } from "../state/next-step.ts";
import { filesAmongInputs, resolveInputs } from "../state/resolve-inputs.ts";

/** What performing a step takes. */
export interface StepContext {
  readonly jobs: ExecutionJobs;
  readonly base: BaseResult | null;
  readonly verify: boolean;
  readonly deferredOf: (jobId: string) => unknown;
  /** Takes what comes of it later. */
  readonly tellLater: (news: News) => void;
  /** Puts a job in line for a slot. Gives what takes it out of the line. */
  readonly queue: (entry: ExecutionJob) => () => void;
}

type TakenStep = Exclude<Step, { kind: "nothing" }>;

/** Does what a step takes, and gives the news that come of it. What it throws is the job's failure. */
export async function performStep(
  step: TakenStep,
  entry: ExecutionJob,
  live: LiveJob,
  context: StepContext,
  resources: EngineResources,
): Promise<News> {
  const jobId = entry.job.id;
  switch (step.kind) {
    case "identify": {
      const ingredients = ingredientsOf(entry.job, step.identities);
      return { kind: "identified", jobId, ingredients, key: jobKey(ingredients) };
    }
    case "claim": {
      const claimed = resources.claims.claim(step.key);
      if (claimed.ours) {
        live.endClaim = claimed.end;
        return { kind: "looked-up", jobId, lookup: await lookUp(step.key, entry, context, resources) };
      }
      void claimed.ended.then((outcome) => context.tellLater({ kind: "ended-elsewhere", jobId, outcome }));
      return { kind: "made-elsewhere", jobId };
    }
    case "look-up":
      return { kind: "looked-up", jobId, lookup: await lookUp(step.key, entry, context, resources) };
    case "leave-to-renderer":
      return { kind: "left-to-renderer", jobId };
    case "make":
      return { kind: "wanted", jobId, mayDefer: step.mayDefer };
    case "queue":
      // Throws where an input turned out to be of the wrong kind.
      resolveInputs(entry, context);
      live.stopWaiting = context.queue(entry);
      return { kind: "queued", jobId };
  }
}

/** Whether what a job would make is there. */
export function lookUp(
  key: string,
  entry: ExecutionJob,
  { jobs, base, verify }: Pick<StepContext, "jobs" | "base" | "verify">,
  { reuse, store }: Pick<EngineResources, "reuse" | "store">,
): Promise<Lookup> {
  const inputs = filesAmongInputs(entry, { jobs, base });
  return findReusable({ type: entry.job.type, key }, { reuse, store, verify, inputs });
}

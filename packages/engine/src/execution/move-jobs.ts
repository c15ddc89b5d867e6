import type { News } from "../state/apply-news.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { describeError } from "../state/execution-error.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { LiveJob } from "./live-jobs.ts";
import { nextStep } from "../state/next-step.ts";
import { performStep, type StepContext } from "./perform-step.ts";

/** Moves all jobs as far as they go. Looks no further when there is other news, which may be that all is cancelled. */
export async function moveJobs(
  context: ExecutionContext,
  /** Puts a job in line for a slot. */
  queue: StepContext["queue"],
): Promise<void> {
  const { jobs } = context.state.coming;
  const steps: StepContext = {
    jobs,
    base: context.base(),
    verify: context.setup.verify,
    deferredOf: context.deferredOf,
    tellLater: (news) => context.post(() => context.tell(news)),
    queue,
  };
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    for (const id of jobs.keys()) {
      if (await moveJob(id, steps, context)) hasMoved = true;
      if (context.hasMore()) return;
    }
  }
}

async function moveJob(id: string, steps: StepContext, context: ExecutionContext): Promise<boolean> {
  for (let hasMoved = false; ; hasMoved = true) {
    const entry = steps.jobs.get(id);
    const live = context.live.get(id);
    if (entry === undefined || live === undefined || entry.state.phase === "ended") return hasMoved;
    const news = await newsOf(entry, live, steps, context);
    if (news === null) return hasMoved;
    context.tell(news);
    // Whoever waits for a job is told at once, however many others are still to be looked at.
    if (steps.jobs.get(id)?.state.phase === "ended") await context.keep();
  }
}

async function newsOf(
  entry: ExecutionJob,
  live: LiveJob,
  steps: StepContext,
  { resources }: ExecutionContext,
): Promise<News | null> {
  const { id: jobId, type } = entry.job;
  try {
    const step = nextStep(entry, steps.jobs, steps.base);
    return step.kind === "nothing" ? null : await performStep(step, entry, live, steps, resources);
  } catch (error) {
    return { kind: "failed", jobId, error: describeError(error, { jobId, type }) };
  }
}

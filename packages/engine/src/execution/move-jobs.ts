import { describeError } from "../state/execution-error.ts";
import type { News } from "../state/apply-news.ts";
import { nextStep, type Step } from "../state/next-step.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { LiveJob } from "./live-jobs.ts";
import type { NewsReporter } from "./report-news.ts";
import { performStep, type StepContext } from "./perform-step.ts";

/** Moves all jobs as far as they go. Looks no further when there is other news, which may be that all is cancelled. */
export async function moveJobs(
  context: ExecutionContext,
  { queue, reporter }: { /** Puts a job in line for a slot. */ queue: StepContext["queue"]; reporter: NewsReporter },
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
    for (const [id, live] of context.live) {
      for (let entry = jobs.get(id); entry !== undefined; entry = jobs.get(id)) {
        // Most jobs have nothing to do most of the time: they are not worth a turn of the event loop each.
        const step = nextStep(entry, jobs, steps.base);
        if (step.kind === "nothing") break;
        hasMoved = true;
        const news = await newsOf(step, entry, live, steps, context);
        context.tell(news);
        if (context.events.areRead) await reporter.report(news, jobs.get(id) ?? entry);
        // Whoever waits for a job is told at once, however many others are still to be looked at.
        if (jobs.get(id)?.state.phase === "ended") await context.keep();
      }
      if (context.hasMore()) return;
    }
  }
}

async function newsOf(
  step: Exclude<Step, { kind: "nothing" }>,
  entry: ExecutionJob,
  live: LiveJob,
  steps: StepContext,
  { resources }: ExecutionContext,
): Promise<News> {
  try {
    return await performStep(step, entry, live, steps, resources);
  } catch (error) {
    const { id: jobId, type } = entry.job;
    return { kind: "failed", jobId, error: describeError(error, { jobId, type }) };
  }
}

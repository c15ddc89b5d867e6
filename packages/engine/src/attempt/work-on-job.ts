import { Parked, ProxxError, stopReasonOf, type ProviderApiKeys, type RunEventBody } from "@proxx/contract";
import { keepDiscarded, watchProcesses, type ProcessListener } from "@proxx/media";
import { askLedger } from "../ledger/ask-ledger.ts";
import { describeError } from "../state/execution-error.ts";
import type { Standing } from "../state/execution-state.ts";
import type { ExecutionJob, ExecutionJobs } from "../state/job-state.ts";
import type { JobNews, Ran } from "../state/news.ts";
import { lookUp } from "../execution/answer-questions.ts";
import type { EngineResources } from "../execution/engine-resources.ts";
import { baseOf } from "../execution/execution-context.ts";
import type { ExecutionSetup } from "../execution/execution-setup.ts";
import type { LiveJob } from "./live-jobs.ts";
import { makeJob } from "./make-job.ts";

/** What an attempt at a job needs, wherever it is made. */
export interface JobWork {
  readonly entry: ExecutionJob;
  readonly setup: Pick<ExecutionSetup, "id" | "verify" | "keepWorkIn" | "providerApiKeys">;
  /** As it stands when the attempt begins. */
  readonly standing: Standing;
  readonly resources: EngineResources;
  /** The execution's, or what stands for it here. */
  readonly workFolder: string;
  /** Aborted when the work is to end. */
  readonly signal: AbortSignal;
  readonly own: LiveJob;
  /** Gives the jobs as this one takes them, and what of them was left to it to be rendered. */
  readonly takeLeft: () => Promise<{ jobs: ExecutionJobs; deferredOf: (jobId: string) => unknown }>;
  readonly tell: (event: RunEventBody) => void;
  readonly onProgress: () => void;
  /** Gives a process its number among all of the execution. */
  readonly numberProcess: () => number;
}

/** Makes an attempt at a job. Never rejects: what came of it is news. What it left to its renderer is in `own`. */
export async function workOnJob(work: JobWork): Promise<JobNews> {
  const { entry, setup, resources, signal, own } = work;
  const jobId = entry.job.id;
  const ran = (): Ran => ({
    attempt: entry.state.attempt,
    commands: [...own.commands],
    fraction: own.fraction,
    message: own.message,
  });
  own.hasNews = false;
  try {
    const lookup = entry.renderer === null ? await lookAgain(work) : null;
    if (lookup !== null) return { kind: "found", jobId, output: lookup, ran: ran() };
    const options = await optionsOf(work);
    const make = () => makeJob(entry, options, resources);
    const { output, deferred } = await watchProcesses(processListener(work), () =>
      options.keepsWork ? keepDiscarded(make) : make(),
    );
    own.deferred = deferred;
    return { kind: "made", jobId, output, ran: ran() };
  } catch (thrown) {
    if (thrown instanceof Parked && !signal.aborted) return park(entry, thrown, ran(), resources);
    // It may have been told to end when it was not at what has to be ended elsewhere.
    if (stopReasonOf(signal) === "cancelled") await cancelNoted(entry, setup, resources);
    const error = describeError(thrown, { jobId, type: entry.job.type });
    return signal.aborted ? { kind: "stopped", jobId, ran: ran() } : { kind: "failed", jobId, error, ran: ran() };
  }
}

/** Somebody may have made it between the look that found nothing and the claim. */
async function lookAgain({ entry, standing, setup: { verify }, resources }: JobWork) {
  const about = { jobs: standing.jobs, base: baseOf(standing), verify };
  return (await lookUp(entry, about, resources)).found;
}

async function optionsOf(work: JobWork) {
  const { entry, setup, standing, resources, own } = work;
  const { ledger, closing } = resources;
  return {
    ...(await work.takeLeft()),
    executionId: setup.id,
    base: baseOf(standing),
    workFolder: work.workFolder,
    // Before the first attempt there is nobody who could have noted anything down.
    remembered:
      entry.state.attempt === 1 ? undefined : await askLedger(() => ledger.readNote(setup.id, entry.job.id), closing),
    signal: work.signal,
    providerApiKeys: setup.providerApiKeys,
    onProgress: (fraction: number, message: string | null) => {
      // What an operation says of itself is a number or it is not.
      if (fraction > own.fraction) own.fraction = Math.min(1, fraction);
      own.message = message ?? own.message;
      work.onProgress();
    },
    keepsWork: setup.keepWorkIn !== null,
    tell: work.tell,
    onPause: (wake: () => void) => {
      own.wakes.add(wake);
      return () => void own.wakes.delete(wake);
    },
  };
}

function processListener({ entry, own, tell, numberProcess }: JobWork): ProcessListener {
  const jobId = entry.job.id;
  return ({ pid, argv, cwd }) => {
    const process = numberProcess();
    tell({ type: "process-started", jobId, process, pid, argv, cwd });
    return (ended) => {
      own.commands.push({ argv: [...argv], seconds: ended.seconds, exitCode: ended.exitCode });
      tell({ type: "process-ended", jobId, process, ...ended });
    };
  };
}

/** It holds nothing from now on; it is queued again when its time has come, or there is news. */
function park(
  { job, state }: ExecutionJob,
  { lookAgainInMs, load }: Parked,
  ran: Ran,
  { now, parkedTimeoutMs }: EngineResources,
): JobNews {
  const jobId = job.id;
  const lookAgainAtMs = now() + lookAgainInMs;
  if (lookAgainAtMs - (state.startedAtMs ?? now()) <= parkedTimeoutMs) {
    return { kind: "parked", jobId, attempt: ran.attempt, lookAgainAtMs, load };
  }
  const error = describeError(waitedTooLong(jobId, parkedTimeoutMs), { jobId });
  return { kind: "failed", jobId, error, ran };
}

/** Ends what is being made elsewhere for a job. */
export async function cancelNoted(
  { job, state: { attempt } }: ExecutionJob,
  { id, providerApiKeys }: { id: string; providerApiKeys: ProviderApiKeys },
  { ledger, closing, cancelRun }: EngineResources,
): Promise<void> {
  const note = (await askLedger(() => ledger.readNote(id, job.id), closing).catch(() => null)) ?? null;
  if (note === null) return;
  await cancelRun(note, { providerApiKeys }).catch(() => {});
  // Whoever finds the note after all asks after a run that is no more, and makes it anew.
  await askLedger(() => ledger.writeNote(id, job.id, attempt, null), closing).catch(() => {});
}

function waitedTooLong(jobId: string, limitMs: number): ProxxError {
  return new ProxxError("job_timeout", `\`${jobId}\` waited for longer than ${limitMs / 1000} s.`, {
    hint: "Look at the provider what became of it, then run the plan again.",
    retryable: true,
  });
}

import { Parked, ProxxError, stopReasonOf, type RunEventBody } from "@proxx/contract";
import { keepDiscarded, watchProcesses, type ProcessListener } from "@proxx/media";
import { askLedger } from "../ledger/ask-ledger.ts";
import { describeError } from "../state/execution-error.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { Ran } from "../state/news.ts";
import { lookUp } from "./answer-questions.ts";
import { baseOf, type ExecutionContext } from "./execution-context.ts";
import type { LiveJob } from "./live-jobs.ts";
import { makeJob } from "./make-job.ts";

export interface JobRunner {
  /** Does what is to be done here where a job stands as it does now. */
  follow(entry: ExecutionJob): void;
  /** Ends what is being made elsewhere for a job. */
  cancelRun(entry: ExecutionJob): Promise<void>;
  /** When nothing runs any more. */
  settled(): Promise<void>;
}

/** Runs the jobs of an execution that have a slot; what became of them is news. */
export function createJobRunner(context: ExecutionContext): JobRunner {
  const { setup, resources, live } = context;
  const { ledger, worker, closing, parkedTimeoutMs, now } = resources;
  /** Stands for the execution where slots are shared with others. */
  const group = {};
  const running = new Set<Promise<void>>();
  let processes = 0;

  function follow(entry: ExecutionJob): void {
    const { job, state } = entry;
    const own = live.get(job.id);
    if (own === undefined) return;
    const isQueued = state.phase === "queued";
    const isParked = state.phase === "parked";
    if (!isQueued) leaveLine(own);
    if (!isParked) stopTimer(own);
    if (isQueued && own.leaveLine === null && own.release === null) queue(entry, own);
    if (isParked && own.stopTimer === null) wait(entry, own);
    const isHere = state.phase === "running" && !state.isLent && state.worker === worker;
    if (!isHere || own.attempt === state.attempt) {
      if (!isQueued) release(own);
      return;
    }
    own.attempt = state.attempt;
    const giveBack = own.release;
    own.release = null;
    const run = make(entry, own).finally(() => giveBack?.());
    running.add(run);
    void run.finally(() => running.delete(run));
  }

  function leaveLine(own: LiveJob): void {
    own.leaveLine?.();
    own.leaveLine = null;
  }

  function stopTimer(own: LiveJob): void {
    own.stopTimer?.();
    own.stopTimer = null;
  }

  function release(own: LiveJob): void {
    own.release?.();
    own.release = null;
  }

  function queue({ job, state: { load, attempt } }: ExecutionJob, own: LiveJob): void {
    own.leaveLine = resources.slots[load].request({
      group,
      groupRank: setup.number,
      rank: job.index,
      start: (giveBack) => {
        own.leaveLine = null;
        if (context.isOver() || context.signal.aborted) return giveBack();
        own.release = giveBack;
        context.tell({ kind: "begun", jobId: job.id, attempt, worker, isLent: false });
      },
    });
  }

  async function make(entry: ExecutionJob, own: LiveJob): Promise<void> {
    const jobId = entry.job.id;
    const ran = (): Ran => ({
      attempt: entry.state.attempt,
      commands: [...own.commands],
      fraction: own.fraction,
      message: own.message,
    });
    own.hasNews = false;
    try {
      const lookup = entry.renderer === null ? await lookAgain(entry) : null;
      if (lookup !== null) return context.tell({ kind: "found", jobId, output: lookup, ran: ran() });
      const options = await optionsOf(entry, own);
      const work = () => makeJob(entry, options, resources);
      const { output, deferred } = await watchProcesses(processListener(jobId, own), () =>
        options.keepsWork ? keepDiscarded(work) : work(),
      );
      own.deferred = deferred;
      context.tell({ kind: "made", jobId, output, ran: ran() });
    } catch (thrown) {
      if (thrown instanceof Parked && !context.signal.aborted) return park(entry, thrown, ran());
      // It may have been told to end when it was not at what has to be ended elsewhere.
      if (stopReasonOf(context.signal) === "cancelled") await cancelRun(entry);
      const error = describeError(thrown, { jobId, type: entry.job.type });
      context.tell(
        context.signal.aborted ? { kind: "stopped", jobId, ran: ran() } : { kind: "failed", jobId, error, ran: ran() },
      );
    }
  }

  /** Somebody may have made it between the look that found nothing and the claim. */
  async function lookAgain(entry: ExecutionJob) {
    const standing = context.standing();
    const about = { jobs: standing.jobs, base: baseOf(standing), verify: setup.verify };
    return (await lookUp(entry, about, resources)).found;
  }

  async function optionsOf({ job }: ExecutionJob, own: LiveJob) {
    const standing = context.standing();
    return {
      executionId: setup.id,
      jobs: standing.jobs,
      base: baseOf(standing),
      workFolder: context.workFolder,
      remembered: await askLedger(() => ledger.readNote(setup.id, job.id), closing),
      signal: context.signal,
      providerApiKeys: setup.providerApiKeys,
      deferredOf: (jobId: string) => live.get(jobId)?.deferred,
      onProgress: (fraction: number, message: string | null) => {
        // What an operation says of itself is a number or it is not.
        if (fraction > own.fraction) own.fraction = Math.min(1, fraction);
        own.message = message ?? own.message;
        context.onProgress();
      },
      keepsWork: setup.keepWorkIn !== null,
      tell: (event: RunEventBody) => context.events.tell(event),
      onPause: (wake: () => void) => {
        own.wakes.add(wake);
        return () => void own.wakes.delete(wake);
      },
    };
  }

  /** It holds nothing from now on; it is queued again when its time has come, or there is news. */
  function park({ job, state }: ExecutionJob, { lookAgainInMs, load }: Parked, ran: Ran): void {
    const jobId = job.id;
    const lookAgainAtMs = now() + lookAgainInMs;
    if (lookAgainAtMs - (state.startedAtMs ?? now()) <= parkedTimeoutMs) {
      return context.tell({ kind: "parked", jobId, attempt: ran.attempt, lookAgainAtMs, load });
    }
    const error = describeError(waitedTooLong(jobId, parkedTimeoutMs), { jobId });
    context.tell({ kind: "failed", jobId, error, ran });
  }

  function wait({ job, state: { lookAgainAtMs } }: ExecutionJob, own: LiveJob): void {
    const milliseconds = own.hasNews ? 0 : Math.max(0, (lookAgainAtMs ?? 0) - now());
    const goOn = () => {
      stopTimer(own);
      context.tell({ kind: "due", jobId: job.id });
    };
    const timer = setTimeout(goOn, Math.min(milliseconds, MAX_TIMER_MS));
    own.wakes.add(goOn);
    own.stopTimer = () => {
      clearTimeout(timer);
      own.wakes.delete(goOn);
    };
  }

  async function cancelRun({ job, state: { attempt } }: ExecutionJob): Promise<void> {
    const note = (await askLedger(() => ledger.readNote(setup.id, job.id), closing).catch(() => null)) ?? null;
    if (note === null) return;
    await resources.cancelRun(note, { providerApiKeys: setup.providerApiKeys }).catch(() => {});
    // Whoever finds the note after all asks after a run that is no more, and makes it anew.
    await askLedger(() => ledger.writeNote(setup.id, job.id, attempt, null), closing).catch(() => {});
  }

  function processListener(jobId: string, own: LiveJob): ProcessListener {
    return ({ pid, argv, cwd }) => {
      processes += 1;
      const process = processes;
      context.events.tell({ type: "process-started", jobId, process, pid, argv, cwd });
      return (ended) => {
        own.commands.push({ argv: [...argv], seconds: ended.seconds, exitCode: ended.exitCode });
        context.events.tell({ type: "process-ended", jobId, process, ...ended });
      };
    };
  }

  return { follow, cancelRun, settled: async () => void (await Promise.all(running)) };
}

/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function waitedTooLong(jobId: string, limitMs: number): ProxxError {
  return new ProxxError("job_timeout", `\`${jobId}\` waited for longer than ${limitMs / 1000} s.`, {
    hint: "Look at the provider what became of it, then run the plan again.",
    retryable: true,
  });
}

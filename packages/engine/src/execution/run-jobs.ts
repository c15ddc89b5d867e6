import { Parked, ProxxError, stopReasonOf, type RunEventBody } from "@proxx/contract";
import { keepDiscarded, watchProcesses, type ProcessListener } from "@proxx/media";
import { askJournal } from "../journal/ask-journal.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { describeError } from "../state/execution-error.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { LiveJob } from "./live-jobs.ts";
import { makeJob } from "./make-job.ts";

export interface JobRunner {
  /** Puts a job in line for a slot, and runs it when it has one. Gives what takes it out of the line. */
  queue(entry: ExecutionJob): () => void;
  /** Ends what is being made elsewhere for jobs that wait for it. */
  cancelParked(): Promise<void>;
  /** When nothing runs any more. */
  settled(): Promise<void>;
}

/** Runs the jobs of an execution that have a slot; what became of them is news. */
export function createJobRunner(context: ExecutionContext): JobRunner {
  const { setup, resources, state, live } = context;
  const { journal, closing, parkedTimeoutMs, now } = resources;
  /** Stands for the execution where slots are shared with others. */
  const group = {};
  const running = new Set<Promise<void>>();
  let begun = 0;
  let processes = 0;

  function queue({ job, state: { load } }: ExecutionJob): () => void {
    const own = live.get(job.id);
    return resources.slots[load].request({
      group,
      groupRank: setup.number,
      rank: job.index,
      start: (release) => {
        if (own === undefined || context.isOver()) return release();
        own.stopWaiting = null;
        context.post(() => start(job.id, own, release));
      },
    });
  }

  async function start(jobId: string, own: LiveJob, release: () => void): Promise<void> {
    // One that goes on from where it was parked has something to cancel, which is done for it.
    const isToEnd = context.isOver() || context.signal.aborted;
    if (isToEnd || state.coming.jobs.get(jobId)?.state.phase !== "queued") return release();
    try {
      context.tell({ kind: "begun", jobId, startNumber: begun + 1 });
      await context.keep();
      begun += 1;
      const run = make(jobId, own).finally(release);
      running.add(run);
      void run.finally(() => running.delete(run));
    } catch (error) {
      release();
      // It is about to have begun, and nobody will ever tell of its end.
      context.tell({ kind: "stopped", jobId, commands: [] });
      throw error;
    }
  }

  async function make(jobId: string, own: LiveJob): Promise<void> {
    const entry = state.kept.jobs.get(jobId);
    if (entry === undefined) throw new Error(`Expected a job ${jobId}`);
    own.hasNews = false;
    const options = {
      executionId: setup.id,
      jobs: state.kept.jobs,
      base: context.base(),
      workFolder: context.workFolder,
      remembered: own.note,
      onNoted: (note: unknown) => {
        own.note = note;
      },
      signal: context.signal,
      providerApiKeys: setup.providerApiKeys,
      deferredOf: context.deferredOf,
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
    try {
      const work = () => makeJob(entry, options, resources);
      const { output, deferred } = await watchProcesses(processListener(jobId, own), () =>
        options.keepsWork ? keepDiscarded(work) : work(),
      );
      own.deferred = deferred;
      const commands = [...own.commands];
      context.post(() => context.tell({ kind: "made", jobId, output, commands }));
    } catch (thrown) {
      if (thrown instanceof Parked && !context.signal.aborted) return context.post(() => park(jobId, own, thrown));
      // It may have been told to end when it was not at what has to be ended elsewhere.
      if (stopReasonOf(context.signal) === "cancelled") await cancelRun(entry);
      const error = describeError(thrown, { jobId, type: entry.job.type });
      const commands = [...own.commands];
      context.post(() =>
        context.tell(
          context.signal.aborted ? { kind: "stopped", jobId, commands } : { kind: "failed", jobId, error, commands },
        ),
      );
    }
  }

  /** It holds nothing from now on; it is queued again when its time has come, or there is news. */
  async function park(jobId: string, own: LiveJob, { lookAgainInMs, load }: Parked): Promise<void> {
    const begunAtMs = state.coming.jobs.get(jobId)?.state.startedAtMs ?? now();
    if (now() + lookAgainInMs - begunAtMs > parkedTimeoutMs) {
      const error = describeError(waitedTooLong(jobId, parkedTimeoutMs), { jobId });
      return context.tell({ kind: "failed", jobId, error, commands: [...own.commands] });
    }
    context.tell({ kind: "parked", jobId, lookAgainAtMs: now() + lookAgainInMs, load });
    await context.keep();
    if (state.kept.jobs.get(jobId)?.state.phase === "parked") wait(jobId, own, own.hasNews ? 0 : lookAgainInMs);
  }

  function wait(jobId: string, own: LiveJob, milliseconds: number): void {
    const goOn = () => {
      stop();
      context.post(() => context.tell({ kind: "due", jobId }));
    };
    const timer = setTimeout(goOn, Math.min(milliseconds, MAX_TIMER_MS));
    const stop = () => {
      clearTimeout(timer);
      own.wakes.delete(goOn);
      own.stopWaiting = null;
    };
    own.wakes.add(goOn);
    own.stopWaiting = stop;
  }

  async function cancelParked(): Promise<void> {
    const parked = [...state.coming.jobs.values()].filter(
      ({ state: { phase, status } }) => status === "processing" && phase !== "running",
    );
    await Promise.all(parked.map(cancelRun));
  }

  async function cancelRun({ job, state: { attempt } }: ExecutionJob): Promise<void> {
    const note = live.get(job.id)?.note ?? null;
    if (note === null) return;
    await resources.cancelRun(note, { providerApiKeys: setup.providerApiKeys }).catch(() => {});
    // Whoever finds the note after all asks after a run that is no more, and makes it anew.
    await askJournal(() => journal.writeNote(setup.id, job.id, attempt, null), closing).catch(() => {});
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

  return { queue, cancelParked, settled: async () => void (await Promise.all(running)) };
}

/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function waitedTooLong(jobId: string, limitMs: number): ProxxError {
  return new ProxxError("job_timeout", `\`${jobId}\` waited for longer than ${limitMs / 1000} s.`, {
    hint: "Look at the provider what became of it, then run the plan again.",
    retryable: true,
  });
}

import type { RunEventBody } from "@proxx/contract";
import { keepDiscarded, watchProcesses, type ProcessListener } from "@proxx/media";
import type { ExecutionContext } from "./execution-context.ts";
import { describeError } from "../state/execution-error.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { LiveJob } from "./live-jobs.ts";
import { makeJob } from "./make-job.ts";

export interface JobRunner {
  /** Puts a job in line for a slot, and runs it when it has one. Gives what takes it out of the line. */
  queue(entry: ExecutionJob): () => void;
  /** When nothing runs any more. */
  settled(): Promise<void>;
}

/** Runs the jobs of an execution that have a slot; what became of them is news. */
export function createJobRunner(context: ExecutionContext): JobRunner {
  const { setup, resources, state, live } = context;
  /** Stands for the execution where slots are shared with others. */
  const group = {};
  const running = new Set<Promise<void>>();
  let begun = 0;
  let processes = 0;

  function queue({ job }: ExecutionJob): () => void {
    const own = live.get(job.id);
    return resources.slots[job.approach.load].request({
      group,
      groupRank: setup.number,
      rank: job.index,
      start: (release) => {
        if (own === undefined || context.isOver()) return release();
        own.leaveQueue = null;
        context.post(() => start(job.id, own, release));
      },
    });
  }

  async function start(jobId: string, own: LiveJob, release: () => void): Promise<void> {
    if (context.isOver() || state.coming.jobs.get(jobId)?.state.phase !== "queued") return release();
    try {
      context.tell({ kind: "begun", jobId, startNumber: begun + 1 });
      await context.keep();
      begun += 1;
      const run = make(jobId, own).finally(release);
      running.add(run);
      void run.finally(() => running.delete(run));
    } catch (error) {
      release();
      throw error;
    }
  }

  async function make(jobId: string, own: LiveJob): Promise<void> {
    const entry = state.kept.jobs.get(jobId);
    if (entry === undefined) throw new Error(`Expected a job ${jobId}`);
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
      const error = describeError(thrown, { jobId, type: entry.job.type });
      const commands = [...own.commands];
      context.post(() =>
        context.tell(
          context.signal.aborted ? { kind: "stopped", jobId, commands } : { kind: "failed", jobId, error, commands },
        ),
      );
    }
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

  return { queue, settled: async () => void (await Promise.all(running)) };
}

import type { ExecutionJob } from "../state/job-state.ts";
import type { News } from "../state/news.ts";
import type { Slots } from "../scheduling/slots.ts";
import { isLimited } from "../tasks/is-limited.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { LiveJob } from "../attempt/live-jobs.ts";
import { cancelNoted, workOnJob } from "../attempt/work-on-job.ts";

export interface JobRunner {
  /** Does what is to be done here where a job stands as it does now. */
  follow(entry: ExecutionJob): void;
  /** Gives jobs their slots that wait for some, as far as they are free, in the very move that makes them wait. */
  begin(entries: readonly ExecutionJob[]): News[];
  /** Ends what is being made elsewhere for a job. */
  cancelRun(entry: ExecutionJob): Promise<void>;
  /** The next number of a process of this execution. */
  readonly numberProcess: () => number;
  /** When nothing runs any more. */
  settled(): Promise<void>;
}

/** Runs the jobs of an execution that have a slot here; what became of them is news. */
export function createJobRunner(context: ExecutionContext): JobRunner {
  const { setup, resources, live } = context;
  const { worker, now } = resources;
  /** Stands for the execution where slots are shared with others. */
  const group = {};
  const running = new Set<Promise<void>>();
  let processes = 0;
  const numberProcess = () => (processes += 1);

  function follow(entry: ExecutionJob): void {
    const { job, state } = entry;
    const own = live.get(job.id);
    if (own === undefined) return;
    const isQueued = state.phase === "queued";
    const isParked = state.phase === "parked";
    // It may have been taken elsewhere meanwhile, and be handed out anew.
    const mayBegin = isQueued && own.queuedAttempt === state.attempt;
    if (!mayBegin) leaveLine(own);
    if (!isParked) stopTimer(own);
    if (isParked && own.stopTimer === null) wait(entry, own);
    const isHere = state.phase === "running" && !state.isLent && state.worker === worker;
    const isBegun = state.phase === "running" && own.attempt !== state.attempt;
    if (!isHere || isBegun) endWork(own);
    if (!(isBegun && isHere) && !mayBegin) release(own);
    if (isQueued && own.leaveLine === null && own.release === null) queue(entry, own);
    if (!isBegun) return;
    own.attempt = state.attempt;
    if (state.isLent) own.hasNews = false;
    if (!isHere) return;
    const done = make(entry, own);
    own.atWork = { done, slots: slotsFor(entry, resources), giveBack: own.release };
    own.release = null;
    running.add(done);
    void done.finally(() => running.delete(done));
  }

  function endWork(own: LiveJob): void {
    const { done, giveBack } = own.atWork ?? {};
    own.atWork = null;
    void done?.finally(() => giveBack?.());
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

  /** A move may be worked out more than once before it is made: a slot that was taken for it is kept till then. */
  function begin(entries: readonly ExecutionJob[]): News[] {
    if (context.isOver() || context.signal.aborted) return [];
    const queued = entries.filter(({ state }) => state.phase === "queued");
    return queued
      .toSorted((one, other) => one.job.index - other.job.index)
      .flatMap((entry) => {
        const own = live.get(entry.job.id);
        if (own === undefined || own.leaveLine !== null) return [];
        const slots = slotsFor(entry, resources);
        own.release ??= slots?.takeFree(placeOf(entry)) ?? takeOver(entry, slots, entries);
        if (own.release === null) return [];
        own.queuedAttempt = entry.state.attempt;
        return [begun(entry)];
      });
  }

  /** The slot of one that has ended, if it would come back to this one anyway. */
  function takeOver(entry: ExecutionJob, slots: Slots | null, entries: readonly ExecutionJob[]): (() => void) | null {
    for (const { job, state } of entries) {
      const ended = state.phase === "ended" ? live.get(job.id) : undefined;
      if (slots === null || ended?.atWork?.slots !== slots || !slots.passOn(placeOf(entry))) continue;
      const { giveBack } = ended.atWork;
      ended.atWork = null;
      return giveBack;
    }
    return null;
  }

  function queue(entry: ExecutionJob, own: LiveJob): void {
    own.queuedAttempt = entry.state.attempt;
    own.leaveLine =
      slotsFor(entry, resources)?.request({
        ...placeOf(entry),
        start: (giveBack) => {
          own.leaveLine = null;
          if (context.isOver() || context.signal.aborted) return giveBack();
          own.release = giveBack;
          context.tell(begun(entry));
        },
      }) ?? null;
  }

  function placeOf({ job }: ExecutionJob) {
    return { tenant: setup.tenant, group, groupRank: setup.number, rank: job.index };
  }

  function begun({ job, state }: ExecutionJob): News {
    return { kind: "begun", jobId: job.id, attempt: state.attempt, worker, isLent: false };
  }

  async function make(entry: ExecutionJob, own: LiveJob): Promise<void> {
    const standing = context.standing();
    const news = await workOnJob({
      entry,
      setup,
      standing,
      resources,
      workFolder: context.workFolder,
      signal: context.signal,
      own,
      takeLeft: async () => ({ jobs: standing.jobs, deferredOf: (jobId) => live.get(jobId)?.deferred }),
      tell: (event) => context.events.tell(event),
      onProgress: () => context.onProgress(),
      numberProcess,
    });
    context.tell(news);
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

  return {
    follow,
    begin,
    numberProcess,
    cancelRun: (entry) => cancelNoted(entry, setup, resources),
    settled: async () => void (await Promise.all(running)),
  };
}

/** Null where a job is taken as a task even here, because of a limit that holds for all workers together. */
function slotsFor({ job, state }: ExecutionJob, { slots, sharedLimits }: EngineResources): Slots | null {
  if (sharedLimits === null) return slots[state.load];
  if (state.mayDefer) return slots.deferring;
  return isLimited(job, sharedLimits) ? null : slots[state.load];
}

/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

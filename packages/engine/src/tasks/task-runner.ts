/**
 * Runs jobs of executions that have their places elsewhere, in the slots of this engine that are free. A task is this engine's
 * from when it has taken it until it has given it away with what came of it; a second and a half after the ledger says that it is
 * to end, or is this engine's no longer, it ends here.
 */
import { setTimeout as pause } from "node:timers/promises";
import { JobStopped, type Load } from "@proxx/contract";
import type { EngineSettings } from "../engine-options.ts";
import type { EngineResources } from "../execution/engine-resources.ts";
import type { LiveJob } from "../attempt/live-jobs.ts";
import { askLedger } from "../ledger/ask-ledger.ts";
import type { LeftExecution } from "../ledger/ledger.ts";
import type { HeldTask, Task, TaskLimits, TaskProgress } from "../ledger/tasks.ts";
import { takeSlot } from "../scheduling/slots.ts";
import type { JobNews } from "../state/news.ts";
import { runTask } from "./run-task.ts";

export interface TaskRunner {
  /** Takes tasks from now on, where jobs are shared. */
  start(): void;
  /** There may be one to take. */
  wake(): void;
  /** Hands back what runs. */
  close(): Promise<void>;
}

export interface TaskRunnerOptions {
  readonly settings: EngineSettings;
  readonly worker: string;
  readonly slots: EngineResources["slots"];
  readonly open: (tenant: string | null) => Promise<EngineResources>;
  /** Has to be called before a task is taken. */
  readonly greet: () => Promise<void>;
  /** Takes executions that have no place. */
  readonly onUnplaced: (left: readonly LeftExecution[]) => Promise<void>;
  /** How far jobs are that others run, of executions that have their place here. */
  readonly onLent: (progress: TaskProgress) => void;
}

/** How long a task may lie where the ledger cannot tell of it. */
const LOOK_INTERVAL_MS = 100;
/** Where it can, what it has told may have been lost on the way. */
const PATIENT_INTERVAL_MS = 2000;
const REPORT_INTERVAL_MS = 1000;
const EXECUTIONS_AT_A_TIME = 8;
const LOADS: readonly Load[] = ["compute", "wait"];
/** Stands for all others where slots are shared with executions that have their place here. */
const OTHERS = {};

interface TaskRun {
  readonly task: Task;
  readonly controller: AbortController;
  live: LiveJob | null;
  reported: { fraction: number; message: string | null };
}

export function createTaskRunner(options: TaskRunnerOptions): TaskRunner {
  const { settings, worker, slots } = options;
  const { ledger, sharedLimits: limits } = settings;
  const closing = new AbortController();
  const runs = new Map<TaskRun, Promise<void>>();
  /** Executions with operations that nobody knows here. */
  const strange = new Set<string>();
  /** Tasks that are this engine's by the ledger alone: the answer that it had taken them was lost, and it has no slot to ask again. */
  let unknown = new Set<string>();
  /** How often the ledger is being asked for a task: what it gives is on its way. */
  let asking = 0;
  let sleepers: (() => void)[] = [];
  let stopHearing: (() => void) | null = null;
  const loops: Promise<void>[] = [];

  async function takeTasks(load: Load, limits: TaskLimits): Promise<void> {
    const place = { tenant: OTHERS, group: OTHERS, groupRank: Number.MAX_SAFE_INTEGER, rank: 0 };
    while (!closing.signal.aborted) {
      const giveBack = await takeSlot(slots[load], place, closing.signal);
      const held = Array.from(runs.keys(), ({ task }) => task);
      asking += 1;
      const request = { load, limits, except: [...strange], exceptOf: hasLimits(limits) ? null : worker, held };
      const task = await ledger.takeTask(worker, request).catch(() => undefined);
      asking -= 1;
      if (task === undefined || task === null) {
        giveBack();
        // Where the answer was lost, there may have been one.
        await sleep(task === undefined ? LOOK_INTERVAL_MS : PATIENT_INTERVAL_MS);
      } else hold(task, giveBack);
    }
  }

  async function takeExecutions(): Promise<void> {
    while (!closing.signal.aborted) {
      const left = await ledger.unplaced(EXECUTIONS_AT_A_TIME).catch(() => []);
      if (left.length > 0) await options.onUnplaced(left).catch(() => {});
      if (left.length < EXECUTIONS_AT_A_TIME) await sleep();
    }
  }

  async function report(): Promise<void> {
    while (!closing.signal.aborted) {
      await pause(REPORT_INTERVAL_MS, undefined, { signal: closing.signal, ref: false });
      // What cannot be told now is told the next time.
      await reportOnce().catch(() => {});
    }
  }

  async function reportOnce(): Promise<void> {
    const before = [...runs.keys()];
    const held = await ledger.reportTasks(worker, before.flatMap(progressOf));
    for (const run of before) follow(run, held);
    const fresh = held.filter((task) => ![...runs.keys()].some((run) => isSame(run.task, task)));
    if (asking === 0) for (const task of fresh) if (unknown.has(nameOf(task))) await handBack(task);
    unknown = new Set(asking === 0 ? fresh.map(nameOf) : []);
    for (const progress of await ledger.lentJobs(worker)) options.onLent(progress);
  }

  function follow({ task, controller }: TaskRun, held: readonly HeldTask[]): void {
    const own = held.find((other) => isSame(other, task));
    if (own !== undefined && own.ending === null) return;
    const isCancelled = own?.ending === "cancelled";
    controller.abort(stopped(task, isCancelled ? "cancelled" : "detached"));
  }

  function hold(task: Task, giveBack: () => void): void {
    const run: TaskRun = {
      task,
      controller: new AbortController(),
      live: null,
      reported: { fraction: 0, message: null },
    };
    const ended = work(run)
      .catch(() => {})
      .finally(() => {
        runs.delete(run);
        giveBack();
      });
    runs.set(run, ended);
  }

  async function work(run: TaskRun): Promise<void> {
    const { task, controller } = run;
    const { executionId, jobId, attempt } = task;
    const handedBack: JobNews = { kind: "handed-back", jobId, attempt };
    const onBegin = (live: LiveJob) => (run.live = live);
    let news: JobNews = handedBack;
    try {
      const made = await runTask(task, { settings, open: options.open, signal: controller.signal, onBegin });
      if (made === null) strange.add(executionId);
      else if (made.kind !== "stopped" || !closing.signal.aborted) news = made;
    } finally {
      await askLedger(() => ledger.endTask(task, worker, news), closing.signal);
    }
  }

  async function handBack(task: Task): Promise<void> {
    const { jobId, attempt } = task;
    await ledger.endTask(task, worker, { kind: "handed-back", jobId, attempt });
  }

  /** Until there may be something to take. */
  async function sleep(longestMs = PATIENT_INTERVAL_MS): Promise<void> {
    if (closing.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    sleepers.push(resolve);
    const timer = setTimeout(resolve, stopHearing === null ? LOOK_INTERVAL_MS : longestMs);
    timer.unref();
    await promise;
    clearTimeout(timer);
  }

  function wake(): void {
    const woken = sleepers;
    sleepers = [];
    for (const one of woken) one();
  }

  async function begin(limits: TaskLimits): Promise<void> {
    await askLedger(options.greet, closing.signal);
    stopHearing = ledger.onTasks(wake);
    await Promise.allSettled([...LOADS.map((load) => takeTasks(load, limits)), takeExecutions(), report()]);
  }

  return {
    start() {
      if (limits !== null && loops.length === 0) loops.push(begin(limits).catch(() => {}));
    },
    wake,
    async close() {
      closing.abort();
      stopHearing?.();
      wake();
      for (const { task, controller } of runs.keys()) controller.abort(stopped(task, "detached"));
      await Promise.all([...runs.values(), ...loops]);
    },
  };
}

/** Jobs that a limit holds for are in no line but the ledger's. */
function hasLimits({ perTenant, perProvider }: TaskLimits): boolean {
  return perTenant !== null || Object.keys(perProvider).length > 0;
}

function progressOf(run: TaskRun): TaskProgress[] {
  const { task, live, reported } = run;
  if (live === null || (live.fraction === reported.fraction && live.message === reported.message)) return [];
  const { fraction, message } = live;
  run.reported = { fraction, message };
  return [{ ...task, fraction, message }];
}

function isSame(one: Task, other: Task): boolean {
  return nameOf(one) === nameOf(other);
}

function nameOf({ executionId, jobId, attempt }: Task): string {
  return `${executionId} ${jobId} ${attempt}`;
}

function stopped({ jobId }: Task, why: "cancelled" | "detached"): JobStopped {
  return new JobStopped(why, `\`${jobId}\` is not gone on with here.`, "Nothing is to be done.");
}

/**
 * One execution of a plan. All that happens to it (a job ended, a source is read, somebody cancels) is put into one
 * mailbox and dealt with one after the other; after each lot every job is looked at, in order, and moved on as far as it
 * goes. So no two things ever change an execution at the same time, and what runs next does not depend on chance.
 *
 * An execution is `pending` until it begins, then `processing`, and ends once, when all its jobs have:
 * - `completed`: all of them are.
 * - `failed`: one of them failed. Those that depend on it, over however many others, are `skipped` at that moment; all
 *   others go on to their ends. The error is that of the job that failed first.
 * - `cancelled`: somebody wanted it before the end. Jobs that have not begun are `cancelled` at once; those that run are
 *   told to end, and are `cancelled` when they really have.
 *
 * A job is `pending` until it has a slot, `processing` while its operation runs, then `completed`, `failed` or
 * `cancelled`. One that finds its output already made is `completed` without having been anything else. The steps within
 * `pending` are in `job-state.ts`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Execution, ExecutionError, ExecutionProgress, ExecutionStatus, JobStatus } from "@proxx/contract";
import { baseFailed, type BaseResult } from "./base-result.ts";
import type { CheckedPlan } from "../plan/check-plan.ts";
import { describeExecution, describeProgress } from "./execution-document.ts";
import { describeError } from "./execution-error.ts";
import { createIngestion } from "../sources/ingest-sources.ts";
import { createJobMover } from "./job-mover.ts";
import { createJobStates, shareOf, type JobState } from "./job-state.ts";
import type { JobChange } from "../journal/journal.ts";
import { createListeners } from "./listeners.ts";
import { createMailbox } from "./mailbox.ts";
import { createProgressMeter } from "./progress-meter.ts";
import { removeFolder } from "../store/work-folder.ts";
import type { Workshop } from "./workshop.ts";

const PROGRESS_INTERVAL_MS = 100;

export interface ExecutionSetup {
  readonly id: string;
  readonly plan: CheckedPlan;
  /** Earlier executions come first where slots are short. */
  readonly number: number;
  readonly createdAtMs: number;
  readonly baseExecutionId: string | null;
  /** Rejects with `base_failed`. Null where the plan has no base. */
  readonly base: Promise<BaseResult> | null;
  readonly baseFolder: string;
  readonly keepIntermediates: boolean;
  readonly verify: boolean;
  readonly providerKey: (provider: string) => string | null;
}

export interface ExecutionRun {
  readonly snapshot: () => Execution;
  /** Begins, once the journal has the execution. */
  readonly begin: () => void;
  readonly finished: Promise<Execution>;
  /** What executions that build on this one wait for. Rejects with what became of it instead. */
  readonly result: Promise<BaseResult>;
  readonly onProgress: (listener: (progress: ExecutionProgress) => void) => () => void;
  readonly cancel: () => void;
  readonly wake: (jobId: string) => void;
}

export function runExecution(setup: ExecutionSetup, workshop: Workshop): ExecutionRun {
  const { journal, now } = workshop;
  const { id } = setup;
  const states = createJobStates(setup.plan, setup);
  const order = [...states.values()];
  const workFolder = join(workshop.workFolder, id);
  const controller = new AbortController();
  const meter = createProgressMeter();
  const listeners = createListeners<ExecutionProgress>(PROGRESS_INTERVAL_MS);
  const finished = Promise.withResolvers<Execution>();
  const result = Promise.withResolvers<BaseResult>();
  // Whether anybody waits for it or not.
  result.promise.catch(() => {});

  let status: ExecutionStatus = "pending";
  let error: ExecutionError | null = null;
  let completedAtMs: number | null = null;
  let base: BaseResult | null = null;
  /** The journal does not have the execution as it is here: nothing more is written into it. */
  let lost = false;

  const standing = () => ({
    ...{ id, status, states, resultJob: setup.plan.resultJob.id, error, completedAtMs },
    ...{ baseExecutionId: setup.baseExecutionId, createdAtMs: setup.createdAtMs },
    ...{
      progress: status === "completed" ? 100 : meter.progress,
      etaSeconds: completedAtMs === null ? meter.etaSeconds : null,
    },
  });
  const snapshot = () => describeExecution(standing());
  const onChange = (urgent: boolean) => {
    meter.update(order.map(shareOf), now());
    listeners.tell(() => describeProgress(standing()), urgent);
  };

  const mailbox = createMailbox({ afterwards: advance, onFault: giveUp });
  const mover = createJobMover({
    ...{ executionId: id, number: setup.number, states, workFolder, workshop, onChange, record },
    ...{ verify: setup.verify, providerKey: setup.providerKey, signal: controller.signal },
    base: () => base,
    post: (message) => mailbox.post(message),
    onFailure: (failure) => {
      error ??= failure;
    },
    onEnd: (state) => {
      if (state.job === setup.plan.resultJob) settleResult(state);
    },
  });
  const ingestion = createIngestion(workshop, {
    ...{ baseFolder: setup.baseFolder, signal: controller.signal, group: states, groupRank: setup.number },
    workFolder: async () => {
      await mkdir(workFolder, { recursive: true });
      return workFolder;
    },
  });

  async function begin(): Promise<void> {
    if (!(await journal.changeExecution(id, "pending", { status: "processing" }))) throw changedByOthers(id);
    status = "processing";
    for (const state of order) readSources(state);
    setup.base?.then(
      (there) =>
        mailbox.post(() => {
          base = there;
        }),
      (failure: unknown) => mailbox.post(() => failAll((state) => state.job.usesBase, failure)),
    );
  }

  function readSources(state: JobState): void {
    for (const placed of state.job.sources) {
      if (placed.from.kind !== "location") continue;
      ingestion.ingest(placed, placed.from.location).then(
        (ingested) =>
          mailbox.post(() => {
            state.ingested.set(placed.source, ingested);
            state.sourcesToCome -= 1;
          }),
        (failure: unknown) => mailbox.post(() => failAll((other) => other === state, failure)),
      );
    }
  }

  async function failAll(which: (state: JobState) => boolean, failure: unknown): Promise<void> {
    for (const state of order.filter(which)) if (state.status === "pending") await mover.fail(state, failure);
  }

  async function cancelAll(): Promise<void> {
    if (completedAtMs !== null || controller.signal.aborted) return;
    controller.abort();
    for (const state of order) if (state.status === "pending") await mover.cancel(state);
  }

  async function advance(): Promise<void> {
    for (let moved = true; moved;) {
      moved = false;
      for (const state of order) {
        if (await mover.step(state)) moved = true;
        if (mailbox.hasMail) return;
      }
    }
    if (completedAtMs === null && order.every(({ phase }) => phase === "ended")) await finish();
  }

  async function record(state: JobState, from: JobStatus, change: JobChange): Promise<void> {
    if (lost) return;
    const done = await journal.changeJob(id, state.job.id, { status: from, attempt: state.attempt }, change);
    if (!done) throw changedByOthers(id);
  }

  /** A fault of ours, or of the journal: what runs is ended, and the document says why. */
  function giveUp(fault: unknown): void {
    if (completedAtMs !== null) return;
    lost = true;
    error = describeError(fault, { jobId: null });
    mailbox.post(cancelAll);
  }

  async function finish(): Promise<void> {
    const from = status;
    const wasCancelled = controller.signal.aborted;
    // What is still being read is for nothing: its job has ended.
    controller.abort();
    await ingestion.settled();
    // What cannot be removed goes with the engine's own folder, now or when the next one starts.
    await removeFolder(workFolder).catch(() => {});
    const allDone = order.every((state) => state.status === "completed");
    status = allDone ? "completed" : wasCancelled && !lost ? "cancelled" : "failed";
    completedAtMs = now();
    const { id: _id, jobs: _jobs, createdAt: _createdAt, ...change } = snapshot();
    try {
      if (!lost && !(await journal.changeExecution(id, from, change))) throw changedByOthers(id);
    } catch (fault) {
      // What the journal does not have is not done, whatever lies in the store.
      status = "failed";
      error = describeError(fault, { jobId: null });
    }
    onChange(true);
    listeners.close();
    finished.resolve(snapshot());
  }

  function settleResult({ status: ended, output, identity, error: failure }: JobState): void {
    if (output !== null && identity !== null) result.resolve({ output, identity });
    else result.reject(baseFailed(id, ended === "cancelled" ? "it was cancelled" : (failure?.message ?? ended)));
  }

  return {
    snapshot,
    begin: () => mailbox.post(begin),
    finished: finished.promise,
    result: result.promise,
    onProgress: (listener) => listeners.add(listener),
    cancel: () => mailbox.post(cancelAll),
    wake: (jobId) => {
      for (const wake of states.get(jobId)?.wake ?? []) wake();
    },
  };
}

function changedByOthers(id: string): Error {
  return new Error(`The execution ${id} was changed by somebody else`);
}

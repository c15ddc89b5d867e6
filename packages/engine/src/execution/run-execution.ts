/**
 * One execution of a plan. All that happens to it (a job ended, a source is read, somebody cancels) is put into one queue
 * and dealt with piece by piece: `applyNews` says what it changes, the journal takes the changes, and only then they are
 * so. After each lot every job is looked at, in order: `nextStep` says what is to happen with it, and that is done, as
 * long as there is something to be done. So no two things ever change an execution at the same time, and what runs next
 * does not depend on chance.
 *
 * An execution is `pending` until it begins, then `processing`, and ends once, when all its jobs have:
 * - `completed`: all of them are.
 * - `failed`: one of them failed. Those that depend on it, over however many others, are `skipped` at that moment; all
 *   others go on to their ends. The error is that of the job that failed first.
 * - `cancelled`: somebody wanted it before the end. Jobs that have not begun are `cancelled` at once; those that run are
 *   told to end, and are `cancelled` when they really have.
 *
 * A job is `pending` until it has a slot, `processing` while its operation runs or is parked, then `completed`, `failed` or
 * `cancelled`. One that finds its output already made is `completed` without having been anything else. The steps within
 * `pending` are in `job-state.ts`.
 *
 * Where the journal cannot be reached, the execution stands where the journal has it until it can. Where somebody else has
 * moved it, it is theirs: what runs here is ended, and its document is read from the journal from then on. An engine that
 * closes leaves it where it stands in the same way. Neither is a cancellation: what runs at a provider goes on there.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { errorMessage, JobStopped, type Execution } from "@proxx/contract";
import { followRecord, NotOurs } from "../journal/ask-journal.ts";
import { createIngestion } from "../sources/ingest-sources.ts";
import { removeFolder } from "../store/work-folder.ts";
import { applyNews } from "../state/apply-news.ts";
import { baseFailed, readBaseResult, resultOf } from "./base-result.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { describeError } from "../state/execution-error.ts";
import type { ExecutionRun } from "./execution-run.ts";
import type { ExecutionSetup } from "./execution-setup.ts";
import { keepExecution } from "./execution-state.ts";
import { createExecutionView } from "./execution-view.ts";
import { createJobs, type ExecutionJob } from "../state/job-state.ts";
import { createLiveJobs, letGo, tellNews } from "./live-jobs.ts";
import { moveJobs } from "./move-jobs.ts";
import { createNewsReporter } from "./report-news.ts";
import { createRunEvents, jobStatusEvent } from "./run-events.ts";
import { createJobRunner } from "./run-jobs.ts";
import { createSerialQueue } from "../scheduling/serial-queue.ts";

export function runExecution(setup: ExecutionSetup, resources: EngineResources): ExecutionRun {
  const { journal, closing, now } = resources;
  const { id, plan } = setup;
  const created = createJobs(plan, setup);
  const live = createLiveJobs(created.keys());
  const events = createRunEvents(id, now);
  const view = createExecutionView(setup, live, { events, now });
  const reporter = createNewsReporter(events, resources);
  const state = keepExecution(id, created, { journal, closing, live, change: (...both) => view.change(...both) });
  const workFolder = join(setup.keepWorkIn ?? resources.workFolder, id);
  const controller = new AbortController();
  const finished = Promise.withResolvers<Execution>();
  const result = Promise.withResolvers<BaseResult>();
  // Whether anybody waits for it or not.
  result.promise.catch(() => {});

  let base: BaseResult | null = null;
  let hasFault = false;
  /** It has ended, or is moved by somebody else. */
  let isOver = false;
  /** Of an execution that is moved by somebody else. */
  let theirs: Execution | null = null;

  const queue = createSerialQueue({ afterwards: advance, onFault });
  const context: ExecutionContext = {
    setup,
    resources,
    state,
    live,
    workFolder,
    signal: controller.signal,
    events,
    base: () => base,
    deferredOf: (jobId) => live.get(jobId)?.deferred,
    post: (work) => queue.post(work),
    hasMore: () => queue.hasMore,
    isOver: () => isOver,
    tell: (news) => {
      if (!isOver) state.moveJobs(applyNews(news, state.coming.jobs, now()));
    },
    keep,
    onProgress: () => view.tell(state.kept, false),
  };
  const runner = createJobRunner(context);
  const ingestion = createIngestion(resources, {
    baseFolder: setup.baseFolder,
    signal: controller.signal,
    group: context,
    groupRank: setup.number,
    workFolder: async () => {
      await mkdir(workFolder, { recursive: true });
      return workFolder;
    },
  });

  async function begin(): Promise<void> {
    state.moveExecution({ status: "processing" });
    await keep();
    events.tell({ type: "execution-started", totalJobs: created.size });
    for (const entry of created.values()) readSources(entry);
    setup.base?.().then(
      (there) =>
        queue.post(() => {
          base = there;
        }),
      (failure: unknown) =>
        queue.post(() => context.tell({ kind: "base-failed", error: describeError(failure, { jobId: null }) })),
    );
  }

  function readSources({ job }: ExecutionJob): void {
    const { id: jobId, type } = job;
    for (const [index, placed] of job.sources.entries()) {
      if (placed.from.kind !== "location") continue;
      ingestion.ingest(placed, placed.from.location).then(
        (source) => queue.post(() => context.tell({ kind: "source-read", jobId, index, source })),
        (failure: unknown) =>
          queue.post(() => context.tell({ kind: "failed", jobId, error: describeError(failure, { jobId, type }) })),
      );
    }
  }

  async function advance(): Promise<void> {
    if (isOver) return;
    await moveJobs(context, { queue: (entry) => runner.queue(entry), reporter });
    await keep();
    const hasEnded = state.kept.jobs.values().every((entry) => entry.state.phase === "ended");
    if (hasEnded && !queue.hasMore) await finish();
  }

  async function keep(): Promise<void> {
    for (const { job, state: changed } of await state.keep()) {
      events.tell(jobStatusEvent(job, changed));
      const own = live.get(job.id);
      if (changed.phase === "ended" && own !== undefined) letGo(own, changed);
      if (changed.phase === "ended" && job === plan.resultJob) result.resolve(resultOf(id, changed));
      view.tell(state.kept, true);
    }
  }

  function cancel(): void {
    if (isOver || controller.signal.aborted) return;
    controller.abort(new JobStopped("cancelled", `The execution ${id} was cancelled.`, "Run the plan again."));
    queue.post(async () => {
      await runner.cancelParked();
      context.tell({ kind: "cancelled" });
    });
  }

  async function finish(): Promise<void> {
    const wasCancelled = controller.signal.aborted;
    // What is still being read is for nothing: its job has ended.
    controller.abort(detached());
    await ingestion.settled();
    // What cannot be removed goes with the engine's own folder, now or when the next one starts.
    if (setup.keepWorkIn === null) await removeFolder(workFolder).catch(() => {});
    const entries = [...state.coming.jobs.values()];
    const isDone = entries.every((entry) => entry.state.status === "completed");
    const failed = !wasCancelled || hasFault;
    state.moveExecution({ status: isDone ? "completed" : failed ? "failed" : "cancelled", completedAtMs: now() });
    // Who rendered a job is known for certain only now.
    const withoutFile = entries.filter((entry) => (entry.state.output?.files ?? []).length === 0);
    state.moveJobs(withoutFile.map((entry) => ({ jobId: entry.job.id, state: entry.state })));
    await keep();
    end();
  }

  /** A fault of ours ends the execution; where the journal says that it is not ours, it is left to whoever has it. */
  function onFault(fault: unknown): void {
    if (isOver) return;
    if (fault instanceof NotOurs || hasFault) return void leave(fault);
    hasFault = true;
    state.moveExecution({ error: describeError(fault, { jobId: null }) });
    // No fault of ours is a reason to throw away what was paid for.
    controller.abort(detached());
    queue.post(() => context.tell({ kind: "cancelled" }));
  }

  async function leave(fault: unknown): Promise<void> {
    isOver = true;
    controller.abort(detached());
    for (const [jobId, own] of live) {
      const entry = state.kept.jobs.get(jobId);
      if (entry !== undefined) letGo(own, entry.state);
    }
    await Promise.all([runner.settled(), ingestion.settled()]);
    if (setup.keepWorkIn === null) await removeFolder(workFolder).catch(() => {});
    const record = fault instanceof NotOurs ? await followRecord(journal, id, { closing, onChange: show }) : null;
    if (record === null) result.reject(baseFailed(id, errorMessage(fault)));
    else
      await readBaseResult(record, { store: resources.store, verify: setup.verify }).then(
        result.resolve,
        result.reject,
      );
    end();
  }

  function show(document: Execution): void {
    theirs = document;
  }

  function detach(): void {
    // What is already ending ends as it would have.
    if (controller.signal.aborted) return;
    queue.post(() => {
      if (!isOver && !controller.signal.aborted) void leave(new NotOurs("The engine closes"));
    });
  }

  function detached(): JobStopped {
    return new JobStopped("detached", `The execution ${id} is left as it stands.`, "Nothing is to be done.");
  }

  function end(): void {
    isOver = true;
    view.tell(state.kept, true);
    view.close();
    const document = snapshot();
    events.tell({ type: "execution-ended", status: document.status, error: document.error });
    events.close();
    finished.resolve(document);
  }

  function snapshot(): Execution {
    return theirs ?? view.snapshot(state.kept);
  }

  return {
    snapshot,
    record: () => view.record(state.kept),
    begin: () => queue.post(begin),
    finished: finished.promise,
    result: result.promise,
    onProgress: (listener) => events.onProgress(listener),
    onEvent: (listener) => events.onEvent(listener),
    cancel,
    detach,
    wake: (jobId) => tellNews(live.get(jobId)),
  };
}

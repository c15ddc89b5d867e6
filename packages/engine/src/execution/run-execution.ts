/**
 * The place of an execution: what there is of it in this process. Its moves are worked out by `deliberate` and kept by the
 * ledger; here what follows from them is done, when they are kept: those who watch are told, jobs are put in line, run and
 * let go, questions are answered, and the answers told as news.
 *
 * Where the ledger cannot be reached, the execution stands where the ledger has it until it can. Where somebody else has
 * taken it, what runs here is ended, and its document is read from the ledger from then on. An engine that closes leaves it
 * where it stands in the same way. Neither is a cancellation: what runs at a provider goes on there.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { errorMessage, JobStopped, type Execution } from "@proxx/contract";
import { NotOurs } from "../ledger/ask-ledger.ts";
import { followRecord } from "../ledger/follow-record.ts";
import type { Moved } from "../ledger/ledger.ts";
import { webhookMessage } from "../ledger/webhook-message.ts";
import type { TaskProgress } from "../ledger/tasks.ts";
import type { Deliberation } from "../state/deliberate.ts";
import { describeError } from "../state/execution-error.ts";
import { hasEnded } from "../state/execution-state.ts";
import { restoreJobs } from "../state/job-state.ts";
import { removeFolder } from "../store/work-folder.ts";
import { createAnswerer } from "./answer-questions.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { ExecutionRun } from "./execution-run.ts";
import type { ExecutionSetup } from "./execution-setup.ts";
import { createExecutionView } from "./execution-view.ts";
import { createLiveJobs, tellNews } from "../attempt/live-jobs.ts";
import { createMover } from "./mover.ts";
import { createMoveEvents, type MoveEvents } from "./move-events.ts";
import { createProgressReporter } from "./report-progress.ts";
import { createRunEvents } from "./run-events.ts";
import { createJobRunner } from "./run-jobs.ts";

/** It is left by this engine itself, and whatever becomes of it is not waited for. */
class Left extends NotOurs {}

export function runExecution(setup: ExecutionSetup, resources: EngineResources): ExecutionRun {
  const { ledger, closing, now, worker } = resources;
  const { id, plan, tenant, standing: known } = setup;
  const live = createLiveJobs(known.jobs);
  const events = createRunEvents(id, now, () => reporter.wake());
  const view = createExecutionView(setup, live, { events, now });
  const workFolder = join(setup.keepWorkIn ?? resources.workFolder, id);
  const controller = new AbortController();
  const finished = Promise.withResolvers<Execution>();
  const taken = Promise.withResolvers<void>();

  let hasFault = false;
  /** It has ended, or is moved by somebody else. */
  let isOver = false;
  /** Of an execution that somebody else has. */
  let theirs: Execution | null = null;

  const mover = createMover({
    executionId: id,
    ledger,
    worker,
    resultJob: plan.resultJob.id,
    // What is to be left in a folder of the user's is left by this process.
    mayLend: resources.sharedLimits !== null && setup.keepWorkIn === null,
    known,
    knownVersion: setup.version,
    restore: ({ execution, states }) => ({ execution, jobs: restoreJobs(known.jobs, states) }),
    begin: (entries) => runner.begin(entries),
    lookAhead: (made) => answerer.lookAhead(made),
    progress: (standing) => view.progress(standing),
    delivery: (standing) => (setup.hasWebhook ? webhookMessage(view.snapshot(standing)) : null),
    moveEvents: () =>
      createMoveEvents({
        executionId: id,
        tenant,
        ledger,
        events,
        progress: (standing) => view.describe(standing),
        numberProcess: () => runner.numberProcess(),
      }),
    nextReport: () => reporter.next(),
    onMoved,
    onFault,
    closing,
    now,
  });
  const reporter = createProgressReporter({
    live,
    events,
    view,
    standing: () => mover.standing,
    onDue: () => mover.report(),
    onKept: () => resources.onKept(id),
  });
  const context: ExecutionContext = {
    setup,
    resources,
    live,
    workFolder,
    signal: controller.signal,
    events,
    standing: () => mover.standing,
    isOver: () => isOver,
    tell: (...news) => {
      if (!isOver) mover.tell(...news);
    },
    onProgress() {
      view.tell(mover.standing, false);
      reporter.wake();
    },
  };
  const runner = createJobRunner(context);
  const answerer = createAnswerer(context, {
    cancelRun: (entry) => runner.cancelRun(entry),
    workFolder: async () => {
      await mkdir(workFolder, { recursive: true });
      return workFolder;
    },
  });

  async function onMoved(made: Deliberation, moved: Moved, moveEvents: MoveEvents): Promise<void> {
    const { execution } = made.standing;
    resources.onKept(id);
    if (setup.hasWebhook && hasEnded(execution)) resources.onEnded(id);
    let hasProgress = false;
    await moveEvents.tell(moved, ({ type }) => {
      hasProgress ||= type === "job-started" || type === "job-ended";
    });
    // The last of it is told at the end.
    if (hasProgress && !hasEnded(execution)) view.tell(made.standing, true);
    if (isOver) return;
    if (execution.ending === "cancelled" && !controller.signal.aborted) controller.abort(cancelled());
    for (const entry of made.changed) runner.follow(entry);
    for (const { news } of made.heard) if (news.kind === "due" && isRunning(news.jobId)) tellNews(live.get(news.jobId));
    answerer.answer(made);
    resources.onTold(moved.told);
    if (hasEnded(execution)) void finish();
  }

  function hearProgress({ jobId, attempt, fraction, message }: TaskProgress): void {
    const own = live.get(jobId);
    const state = mover.standing.jobs.get(jobId)?.state;
    if (own === undefined || state?.phase !== "running" || !state.isLent || state.attempt !== attempt) return;
    own.fraction = Math.max(own.fraction, fraction);
    own.message = message ?? own.message;
    context.onProgress();
  }

  function isRunning(jobId: string): boolean {
    return mover.standing.jobs.get(jobId)?.state.phase === "running";
  }

  function cancel(): void {
    if (isOver || controller.signal.aborted) return;
    controller.abort(cancelled());
    mover.tell({ kind: "cancelled" });
  }

  async function finish(): Promise<void> {
    isOver = true;
    // What is still being read is for nothing: its job has ended.
    controller.abort(detached());
    await Promise.all([runner.settled(), answerer.settled()]);
    // What cannot be removed goes with the engine's own folder, now or when the next one starts.
    if (setup.keepWorkIn === null) await removeFolder(workFolder).catch(() => {});
    end();
  }

  /** A fault of ours ends the execution; where the ledger says that it is not ours, it is left to whoever has it. */
  function onFault(fault: unknown): void {
    if (isOver) return;
    if (fault instanceof NotOurs || hasFault) return void leave(fault);
    hasFault = true;
    // No fault of ours is a reason to throw away what was paid for.
    controller.abort(detached());
    mover.tell({ kind: "broken", error: describeError(fault, { jobId: null }) });
  }

  async function leave(fault: unknown): Promise<void> {
    isOver = true;
    const stopped = mover.stop();
    controller.abort(detached());
    for (const { job, state } of mover.standing.jobs.values()) {
      runner.follow({ job, renderer: null, state: { ...state, phase: "ended" } });
    }
    await Promise.all([stopped, runner.settled(), answerer.settled()]);
    if (setup.keepWorkIn === null) await removeFolder(workFolder).catch(() => {});
    if (fault instanceof NotOurs) {
      if (!(fault instanceof Left)) taken.resolve();
      await followRecord(ledger, id, {
        closing: fault instanceof Left ? AbortSignal.abort() : closing,
        onChange: (document) => {
          theirs = document;
        },
      });
    } else process.emitWarning(`The execution ${id} is left: ${errorMessage(fault)}`, { code: "PROXX_ENGINE" });
    end();
  }

  function detach(): void {
    // What is already ending ends as it would have.
    if (isOver || controller.signal.aborted) return;
    void leave(new Left("The engine goes on with it no longer"));
  }

  function detached(): JobStopped {
    return new JobStopped("detached", `The execution ${id} is left as it stands.`, "Nothing is to be done.");
  }

  function cancelled(): JobStopped {
    return new JobStopped("cancelled", `The execution ${id} was cancelled.`, "Run the plan again.");
  }

  function end(): void {
    void mover.stop();
    reporter.close();
    view.tell(mover.standing, true);
    view.close();
    const document = snapshot();
    events.announce(events.stamp({ type: "execution-ended", status: document.status, error: document.error }));
    events.close();
    finished.resolve(document);
  }

  function snapshot(): Execution {
    return theirs ?? view.snapshot(mover.standing);
  }

  return {
    snapshot,
    begin: () => mover.tell({ kind: "begins" }),
    // Whoever has created it may not have come to begin it.
    adopt: () => mover.tell({ kind: "begins" }, { kind: "adopted", worker }),
    finished: finished.promise,
    taken: taken.promise,
    onProgress: (listener) => events.onProgress(listener),
    onEvent: (listener) => events.onEvent(listener),
    cancel,
    detach,
    wake: (jobId) => tellNews(live.get(jobId)),
    look: () => mover.look(),
    hearProgress,
  };
}

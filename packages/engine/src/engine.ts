import type { Execution, Plan } from "@proxx/contract";
import { admit } from "./admit.ts";
import { checkStart } from "./check-start.ts";
import { readEngineOptions, type EngineOptions } from "./engine-options.ts";
import type { RunningExecution } from "./running-execution.ts";
import { createResources } from "./shared-resources.ts";
import { explainPlan, type PlanExplanation } from "./execution/explain-plan.ts";
import type { ExecutionRun } from "./execution/execution-run.ts";
import type { ExecutionSetup } from "./execution/execution-setup.ts";
import { createPlace } from "./place/place.ts";
import { runExecution } from "./execution/run-execution.ts";
import { restoreSetup } from "./place/restore-setup.ts";
import { askLedger } from "./ledger/ask-ledger.ts";
import { describeRecord } from "./ledger/describe-record.ts";
import type { LeftExecution, ListRequest } from "./ledger/ledger.ts";
import type { EventPage } from "./ledger/kept-event.ts";
import { nextEvents, type EventsRequest } from "./ledger/next-events.ts";
import { createListeners } from "./scheduling/listeners.ts";
import { createIngestion } from "./sources/ingest-sources.ts";
import { readStartOptions, type StartOptions } from "./start-options.ts";

export interface Engine {
  /** Rejects with `PlanValidationError` before anything runs; after that whatever goes wrong is in the document. */
  start(plan: unknown, options?: StartOptions): Promise<RunningExecution>;
  /** An execution of this engine that still runs. */
  running(executionId: string): RunningExecution | null;
  /** Any execution of the tenant's, as it stands. */
  get(executionId: string, tenant?: string | null): Promise<Execution | null>;
  /** Executions as they stand, the newest first. */
  list(request: ListRequest): Promise<readonly Execution[]>;
  /**
   * Cancels any execution of the tenant's, whichever process has it, and gives it as it stands then: what runs in another
   * process ends soon after. Null where there is no such execution.
   */
  cancel(executionId: string, tenant?: string | null): Promise<Execution | null>;
  /** The plan of any execution of the tenant's, `baseExecutionId` included. */
  getPlan(executionId: string, tenant?: string | null): Promise<Plan | null>;
  /** What has happened in any execution of the tenant's, but for processes of this machine. Null where there is none. */
  events(executionId: string, request?: EventsRequest): Promise<EventPage | null>;
  /** There is news for a job that is parked or pauses, such as a provider's webhook, whoever has its execution. */
  wake(executionId: string, jobId: string): Promise<void>;
  /**
   * Goes on with what other processes have left, from now on and until it is closed. Without it that is done only as long as
   * there is an execution of this engine's own, so that a program that has what it wanted can end.
   */
  resume(): Promise<void>;
  /** What `start` would do, without doing it. Sources are read, and fetched where they are not here. */
  explain(plan: unknown, options?: StartOptions): Promise<PlanExplanation>;
  /**
   * Ends what runs here, and waits for it. Executions are left where they stand in the ledger, and what providers do for
   * them goes on; `cancel` is what ends those.
   */
  close(): Promise<void>;
}

/**
 * @example
 * const engine = createEngine({ home, operations, fetchSource: (...request) => network.fetchToFile(...request) });
 * const { finished } = await engine.start(plan);
 */
export function createEngine(options: EngineOptions): Engine {
  const settings = readEngineOptions(options);
  const { ledger } = settings;
  const closing = new AbortController();
  const runs = new Map<string, OwnExecution>();
  /** Executions of others that cannot be gone on with here. */
  const strange = new Set<string>();
  const starting = new Set<Promise<RunningExecution>>();
  const place = createPlace({
    ledger,
    now: settings.now,
    need: () => (hasOwn() ? "own" : isResuming ? "others" : null),
    onNews: look,
    onForgotten: () => look([...runs.keys()]),
    onLeft: takeOver,
  });
  const kept = createListeners<string>();
  const about = { closing: closing.signal, worker: place.worker, onTold: look, onKept: (id: string) => kept.tell(id) };
  const shared = createResources(settings, about);
  let started = 0;
  let isResuming = false;

  function look(executionIds: readonly string[]): void {
    for (const id of executionIds) runs.get(id)?.run.look();
  }

  async function start(rawPlan: unknown, startOptions: StartOptions): Promise<RunningExecution> {
    if (closing.signal.aborted) throw new TypeError("Expected an engine that is not closed");
    const checked = await checkStart(rawPlan, startOptions, settings);
    const resources = await shared.open(startOptions.tenant ?? null);
    await askLedger(() => place.open(), closing.signal);
    started += 1;
    const number = started;
    const { worker } = place;
    const admitted = await admit(checked, startOptions, { worker, nowMs: settings.now(), sealer: settings.sealer });
    await askLedger(() => ledger.create(admitted.record), closing.signal);
    const setup = { ...admitted.setup, number };
    const { run, handle } = hold(setup, runExecution(setup, resources), { isGuest: false });
    const { signal } = startOptions;
    for (const listener of [settings.onEvent, startOptions.onEvent]) if (listener) run.onEvent(listener);
    if (startOptions.onProgress !== undefined) run.onProgress(startOptions.onProgress);
    if (closing.signal.aborted) run.detach();
    else run.begin();
    if (signal?.aborted) run.cancel();
    signal?.addEventListener("abort", run.cancel, { once: true });
    void run.finished.then(() => signal?.removeEventListener("abort", run.cancel));
    return handle;
  }

  function hold({ id, tenant }: ExecutionSetup, run: ExecutionRun, { isGuest }: { isGuest: boolean }): OwnExecution {
    const { snapshot, finished, onProgress, onEvent, wake } = run;
    const cancel = () => {
      run.cancel();
      return finished;
    };
    const own = { run, tenant, isGuest, handle: { id, snapshot, finished, onProgress, onEvent, wake, cancel } };
    runs.set(id, own);
    place.watch();
    void finished.then(() => {
      runs.delete(id);
      letGuestsGo();
      place.watch();
    });
    return own;
  }

  function hasOwn(): boolean {
    return runs.values().some(({ isGuest }) => !isGuest);
  }

  /** What others have begun is left to others when all that was begun here has ended. */
  function letGuestsGo(): void {
    if (isResuming || hasOwn() || closing.signal.aborted) return;
    for (const { run, handle } of runs.values()) {
      run.detach();
      void run.finished.then(() => ledger.takeOver({ id: handle.id, worker: place.worker }, null)).catch(() => {});
    }
  }

  /** Goes on with what others have left. */
  async function takeOver(left: readonly LeftExecution[], { isAsked = false } = {}): Promise<void> {
    for (const execution of left) {
      const { id } = execution;
      if (closing.signal.aborted || runs.has(id) || strange.has(id)) continue;
      if (!(isResuming || isAsked || hasOwn())) continue;
      const record = await ledger.read(id);
      if (record === null) continue;
      const setup = await restoreSetup(record, settings, started + 1);
      if (setup === null) {
        strange.add(id);
        // Nobody is to wait for what nobody makes.
        look(await ledger.dropClaims(id));
        continue;
      }
      if (!(await ledger.takeOver(execution, place.worker))) continue;
      started += 1;
      const { run } = hold(setup, runExecution(setup, await shared.open(record.tenant)), { isGuest: true });
      if (settings.onEvent !== null) run.onEvent(settings.onEvent);
      if (closing.signal.aborted) run.detach();
      else run.adopt();
    }
  }

  async function get(executionId: string, tenant: string | null): Promise<Execution | null> {
    const own = runs.get(executionId);
    if (own !== undefined) return own.tenant === tenant ? own.run.snapshot() : null;
    const record = await ledger.read(executionId);
    return record?.tenant === tenant ? describeRecord(record) : null;
  }

  async function cancel(executionId: string, tenant: string | null): Promise<Execution | null> {
    const own = runs.get(executionId);
    const execution = await get(executionId, tenant);
    if (own !== undefined && execution !== null) return own.handle.cancel();
    if (execution === null || !(await ledger.leave(executionId, { kind: "cancelled" }))) return execution;
    // Where nobody has it, somebody has to take it to hear that.
    const left = (await ledger.left()).filter(({ id }) => id === executionId);
    await askLedger(() => place.open(), closing.signal);
    await takeOver(left, { isAsked: true });
    return (await runs.get(executionId)?.run.finished) ?? get(executionId, tenant);
  }

  async function explain(rawPlan: unknown, startOptions: StartOptions): Promise<PlanExplanation> {
    const { plan, base } = await checkStart(rawPlan, startOptions, settings);
    const { baseFolder, keepIntermediates, verify, tenant } = readStartOptions(startOptions);
    const resources = await shared.open(tenant);
    const { ingest } = createIngestion(resources, {
      baseFolder,
      group: {},
      groupRank: started,
      workFolder: async () => resources.workFolder,
      signal: startOptions.signal ?? new AbortController().signal,
    });
    const result = base === null || !base.isDecided ? null : await base.result();
    return explainPlan(plan, { keepIntermediates, verify, base: result, ingest }, resources);
  }

  return {
    async start(plan, startOptions = {}) {
      const starts = start(plan, startOptions);
      starting.add(starts);
      return starts.finally(() => starting.delete(starts));
    },
    running: (executionId) => runs.get(executionId)?.handle ?? null,
    get: (executionId, tenant = null) => get(executionId, tenant),
    async list(request) {
      const records = await ledger.list(request);
      return records.map((record) => runs.get(record.id)?.run.snapshot() ?? describeRecord(record));
    },
    cancel: (executionId, tenant = null) => cancel(executionId, tenant),
    async getPlan(executionId, tenant = null) {
      const record = await ledger.read(executionId);
      return record?.tenant === tenant ? record.plan : null;
    },
    events: (executionId, request = {}) => nextEvents(executionId, request, { ledger, kept }),
    async wake(executionId, jobId) {
      const own = runs.get(executionId);
      if (own === undefined) await ledger.leave(executionId, { kind: "due", jobId });
      else own.run.wake(jobId);
    },
    async resume() {
      isResuming = true;
      await askLedger(() => place.open(), closing.signal);
      await place.look();
      place.watch();
    },
    explain: (plan, startOptions = {}) => explain(plan, startOptions),
    async close() {
      closing.abort();
      await Promise.allSettled(starting);
      const ending = Array.from(runs.values(), ({ run }) => {
        run.detach();
        return run.finished;
      });
      await Promise.all(ending);
      await place.close();
      await shared.close();
    },
  };
}

/** An execution that has its place here. */
interface OwnExecution {
  readonly handle: RunningExecution;
  readonly run: ExecutionRun;
  readonly tenant: string | null;
  /** Begun by another process. */
  readonly isGuest: boolean;
}

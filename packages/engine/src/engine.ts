import type { Execution } from "@proxx/contract";
import { admit } from "./admit.ts";
import { checkStart } from "./check-start.ts";
import type { Engine } from "./engine-interface.ts";
import { readEngineOptions, type EngineOptions } from "./engine-options.ts";
import type { RunningExecution } from "./running-execution.ts";
import { createResources } from "./shared-resources.ts";
import { explainStart } from "./explain-start.ts";
import type { ExecutionRun } from "./execution/execution-run.ts";
import type { ExecutionSetup } from "./execution/execution-setup.ts";
import { createHeldExecutions, type HeldExecution } from "./held-executions.ts";
import { createPlace } from "./place/place.ts";
import { startElsewhere } from "./start-elsewhere.ts";
import { runExecution } from "./execution/run-execution.ts";
import { createTakeOver } from "./place/take-over.ts";
import { askLedger, askToBegin } from "./ledger/ask-ledger.ts";
import { describeRecord } from "./ledger/describe-record.ts";
import { nextEvents } from "./ledger/next-events.ts";
import { openDeliveries } from "./ledger/open-deliveries.ts";
import { readPlan, withoutSecrets } from "./ledger/read-plan.ts";
import { RequestTaken } from "./ledger/request-key.ts";
import { createListeners } from "./scheduling/listeners.ts";
import { createTaskRunner } from "./tasks/task-runner.ts";
import type { StartOptions } from "./start-options.ts";

/**
 * @example
 * const engine = createEngine({ home, operations, fetchSource: (...request) => network.fetchToFile(...request) });
 * const { finished } = await engine.start(plan);
 */
export function createEngine(options: EngineOptions): Engine {
  const settings = readEngineOptions(options);
  const { ledger } = settings;
  const closing = new AbortController();
  const runs = createHeldExecutions({
    cancelElsewhere: cancel,
    onHeld: () => place.watch(),
    onLetGo() {
      letGuestsGo();
      place.watch();
    },
  });
  const takeOver = createTakeOver({
    settings,
    worker: () => place.worker,
    takesOthers: () => isResuming || hasOwn(),
    isHere: (id) => runs.has(id),
    nextNumber: () => (started += 1),
    goOn,
    onDropped: look,
    closing: closing.signal,
  });
  const starting = new Set<Promise<RunningExecution>>();
  const place = createPlace({
    ledger,
    now: settings.now,
    longestSilenceMs: settings.longestSilenceMs,
    need: () => (hasOwn() ? "own" : isResuming ? "others" : null),
    onNews: look,
    onForgotten: () => look(runs.here().map(({ handle }) => handle.id)),
    onLeft: takeOver,
  });
  const kept = createListeners<string>();
  const ended = createListeners<string>();
  const left = createListeners<string>();
  const shared = createResources(settings, {
    closing: closing.signal,
    worker: place.worker,
    onTold: look,
    onKept: (id) => kept.tell(id),
    onEnded: (id) => ended.tell(id),
  });
  let started = 0;
  let isResuming = false;
  const tasks = createTaskRunner({
    settings,
    worker: place.worker,
    slots: shared.slots,
    open: (tenant) => shared.open(tenant),
    greet: () => place.open(),
    onUnplaced: takeOver,
    onLent: (progress) => runs.get(progress.executionId)?.run.hearProgress(progress),
  });

  function look(executionIds: readonly string[]): void {
    for (const id of executionIds) runs.get(id)?.run.look();
  }

  async function start(rawPlan: unknown, startOptions: StartOptions): Promise<RunningExecution> {
    if (closing.signal.aborted) throw new TypeError("Expected an engine that is not closed");
    const checked = await checkStart(rawPlan, startOptions, settings);
    if (settings.onlyAdmits)
      return startElsewhere(checked, startOptions, { settings, cancel, closing: closing.signal });
    const resources = await shared.open(startOptions.tenant ?? null);
    await askToBegin(() => place.open(), closing.signal);
    started += 1;
    const number = started;
    const { worker } = place;
    const admitted = await admit(checked, startOptions, { worker, nowMs: settings.now(), sealer: settings.sealer });
    const requested = await askToBegin(() => ledger.create(admitted.record), closing.signal);
    if (requested.executionId !== admitted.record.id) throw new RequestTaken(requested);
    const setup = { ...admitted.setup, number };
    const { run, handle } = hold(setup, runExecution(setup, resources), { isGuest: false });
    const { signal } = startOptions;
    if (startOptions.onEvent !== undefined) run.onEvent(startOptions.onEvent);
    if (startOptions.onProgress !== undefined) run.onProgress(startOptions.onProgress);
    if (closing.signal.aborted) run.detach();
    else run.begin();
    const stop = () => void handle.cancel();
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    void run.finished.then(() => signal?.removeEventListener("abort", stop));
    return handle;
  }

  function hold(setup: ExecutionSetup, run: ExecutionRun, { isGuest }: { isGuest: boolean }): HeldExecution {
    const { id, tenant, traceparent = null } = setup;
    const { onEvent: hear } = settings;
    if (hear !== null) run.onEvent((event) => hear(event, { traceparent }));
    return runs.hold({ id, tenant, isGuest }, run);
  }

  function hasOwn(): boolean {
    return runs.own().length > 0;
  }

  /** What others have begun is left to others when all that was begun here has ended. */
  function letGuestsGo(): void {
    if (isResuming || hasOwn() || closing.signal.aborted) return;
    for (const { run, handle } of runs.here()) {
      run.detach();
      void run.finished.then(() => ledger.takeOver({ id: handle.id, worker: place.worker }, null)).catch(() => {});
    }
  }

  async function goOn(setup: ExecutionSetup): Promise<void> {
    const { run } = hold(setup, runExecution(setup, await shared.open(setup.tenant)), { isGuest: true });
    void run.finished.then(({ completedAt }) => {
      if (completedAt !== null && setup.hasWebhook && setup.hasServer === false) left.tell(setup.id);
    });
    if (closing.signal.aborted) run.detach();
    else run.adopt();
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
    const unplaced = (await ledger.left()).filter(({ id }) => id === executionId);
    await askLedger(() => place.open(), closing.signal);
    await takeOver(unplaced, { isAsked: true });
    return (await runs.get(executionId)?.run.finished) ?? get(executionId, tenant);
  }

  async function retry(executionId: string, options: StartOptions): Promise<RunningExecution | null> {
    const record = await ledger.read(executionId);
    if (record === null || record.tenant !== (options.tenant ?? null)) return null;
    const plan = await readPlan(record, settings.sealer);
    const { keepWorkIn, ...kept } = record.settings;
    return tracked(start(plan, { ...kept, keepWorkIn: keepWorkIn ?? undefined, traceparent: null, ...options }));
  }

  function isRunning(executionId: string): boolean {
    return runs.get(executionId)?.run.snapshot().completedAt === null;
  }

  function tracked(starts: Promise<RunningExecution>): Promise<RunningExecution> {
    starting.add(starts);
    return starts.finally(() => starting.delete(starts));
  }

  return {
    start: (plan, startOptions = {}) => tracked(start(plan, startOptions)),
    retry: (executionId, startOptions = {}) => retry(executionId, startOptions),
    deliveries: openDeliveries({ ledger, sealer: settings.sealer, ended, left }),
    running: (executionId) => runs.get(executionId)?.handle ?? null,
    get: (executionId, tenant = null) => get(executionId, tenant),
    count: (request) => ledger.count(request),
    async list(request) {
      const records = await ledger.list(request);
      return records.map((record) => runs.get(record.id)?.run.snapshot() ?? describeRecord(record));
    },
    artifact: (sha256, tenant = null) => ledger.findArtifact(sha256, tenant),
    findRequest: (request, tenant = null) => ledger.findRequest(tenant, request),
    cancel: (executionId, tenant = null) => cancel(executionId, tenant),
    async getPlan(executionId, tenant = null) {
      const record = await ledger.read(executionId);
      return record?.tenant === tenant ? withoutSecrets(await readPlan(record, settings.sealer)) : null;
    },
    events: (executionId, request = {}) => nextEvents(executionId, request, { ledger, kept, isRunning }),
    async wake(executionId, jobId) {
      const own = runs.get(executionId);
      if (own === undefined) await ledger.leave(executionId, { kind: "due", jobId });
      else own.run.wake(jobId);
    },
    jobOfCallback: (token) => shared.jobOfCallback(token),
    async resume() {
      if (settings.onlyAdmits) return;
      isResuming = true;
      await askLedger(() => place.open(), closing.signal);
      await place.look();
      place.watch();
      tasks.start();
    },
    figures: async () => ({ ...(await ledger.figures()), slots: shared.slots }),
    explain: (plan, startOptions = {}) =>
      explainStart(plan, startOptions, { settings, open: (tenant) => shared.open(tenant) }),
    async idle() {
      await Promise.all(runs.own().map(({ run }) => run.finished));
    },
    async close() {
      closing.abort();
      await Promise.allSettled(starting);
      await tasks.close();
      const held = [...runs.here(), ...runs.own()];
      for (const { run } of held) run.detach();
      await Promise.all(held.map(({ run }) => run.finished));
      await place.close();
      await shared.close();
    },
  };
}

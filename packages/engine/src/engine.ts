import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Execution, ExecutionProgress, Plan, RunEvent } from "@proxx/contract";
import { admit } from "./admit.ts";
import { checkStart } from "./check-start.ts";
import { readEngineOptions, type EngineOptions, type EngineSettings } from "./engine-options.ts";
import type { EngineResources } from "./execution/engine-resources.ts";
import { explainPlan, type PlanExplanation } from "./execution/explain-plan.ts";
import type { ExecutionRun } from "./execution/execution-run.ts";
import type { ExecutionSetup } from "./execution/execution-setup.ts";
import { createPlace } from "./place/place.ts";
import { runExecution } from "./execution/run-execution.ts";
import { restoreSetup } from "./place/restore-setup.ts";
import { askLedger } from "./ledger/ask-ledger.ts";
import { describeRecord } from "./ledger/describe-record.ts";
import type { LeftExecution } from "./ledger/ledger.ts";
import { createTenantResources } from "./execution/tenant-resources.ts";
import { createSlots } from "./scheduling/slots.ts";
import { createIngestion } from "./sources/ingest-sources.ts";
import { readStartOptions, type StartOptions } from "./start-options.ts";
import { makeWorkFolder } from "./store/work-folder.ts";

export interface RunningExecution {
  readonly id: string;
  /** The document as it stands. */
  snapshot(): Execution;
  /** The last document. Never rejects: what went wrong is in it. */
  readonly finished: Promise<Execution>;
  /** At most ten times a second and at each change of state. Gives what ends it. */
  onProgress(listener: (progress: ExecutionProgress) => void): () => void;
  /** All that happens from now on, as it happens. Gives what ends it. */
  onEvent(listener: (event: RunEvent) => void): () => void;
  /** Ends every job down to its last process; what is finished stays. Gives the last document. */
  cancel(): Promise<Execution>;
  /** There is news for a job that is parked or pauses, such as a provider's webhook. */
  wake(jobId: string): void;
}

export interface Engine {
  /** Rejects with `PlanValidationError` before anything runs; after that whatever goes wrong is in the document. */
  start(plan: unknown, options?: StartOptions): Promise<RunningExecution>;
  /** An execution of this engine that still runs. */
  running(executionId: string): RunningExecution | null;
  /** Any execution of the tenant's, as it stands. */
  get(executionId: string, tenant?: string | null): Promise<Execution | null>;
  /** The plan of any execution of the tenant's, `baseExecutionId` included. */
  getPlan(executionId: string, tenant?: string | null): Promise<Plan | null>;
  /** There is news for a job that is parked or pauses, such as a provider's webhook, whoever has its execution. */
  wake(executionId: string, jobId: string): Promise<void>;
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
  const starting = new Set<Promise<RunningExecution>>();
  const place = createPlace({
    ledger,
    now: settings.now,
    isNeeded: () => runs.size > 0,
    onNews: look,
    onForgotten: () => look([...runs.keys()]),
    onLeft: takeOver,
  });
  const shared = createResources(settings, { closing: closing.signal, worker: place.worker, onTold: look });
  let started = 0;

  function look(executionIds: readonly string[]): void {
    for (const id of executionIds) runs.get(id)?.run.look();
  }

  async function start(rawPlan: unknown, startOptions: StartOptions): Promise<RunningExecution> {
    if (closing.signal.aborted) throw new TypeError("Expected an engine that is not closed");
    const checked = await checkStart(rawPlan, startOptions, settings);
    const { tenant, providerApiKeys } = readStartOptions(startOptions);
    const resources = await shared.open(tenant);
    await askLedger(() => place.open(), closing.signal);
    started += 1;
    const admitted = admit(checked, startOptions, { worker: place.worker, nowMs: settings.now() });
    await askLedger(() => ledger.create(admitted.record), closing.signal);
    const setup = { ...admitted.setup, number: started, providerApiKeys };
    const { run, handle } = hold(setup, runExecution(setup, resources));
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

  function hold({ id, tenant }: ExecutionSetup, run: ExecutionRun): OwnExecution {
    const { snapshot, finished, onProgress, onEvent, wake } = run;
    const cancel = () => {
      run.cancel();
      return finished;
    };
    const own = { run, tenant, handle: { id, snapshot, finished, onProgress, onEvent, wake, cancel } };
    runs.set(id, own);
    place.watch();
    void finished.then(() => runs.delete(id));
    return own;
  }

  /** Goes on with what others have left. */
  async function takeOver(left: readonly LeftExecution[]): Promise<void> {
    for (const execution of left) {
      if (closing.signal.aborted || runs.has(execution.id)) continue;
      const record = await ledger.read(execution.id);
      if (record === null) continue;
      const { operations } = settings;
      const setup = await restoreSetup(record, { operations, number: started + 1, providerApiKeys: {} });
      if (setup === null || !(await ledger.takeOver(execution, place.worker))) continue;
      started += 1;
      const { run } = hold(setup, runExecution(setup, await shared.open(record.tenant)));
      if (settings.onEvent !== null) run.onEvent(settings.onEvent);
      if (closing.signal.aborted) run.detach();
      else run.adopt();
    }
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
    async get(executionId, tenant = null) {
      const own = runs.get(executionId);
      if (own !== undefined) return own.tenant === tenant ? own.run.snapshot() : null;
      const record = await ledger.read(executionId);
      return record?.tenant === tenant ? describeRecord(record) : null;
    },
    async getPlan(executionId, tenant = null) {
      const record = await ledger.read(executionId);
      return record?.tenant === tenant ? record.plan : null;
    },
    async wake(executionId, jobId) {
      const own = runs.get(executionId);
      if (own === undefined) await ledger.leave(executionId, { kind: "due", jobId });
      else own.run.wake(jobId);
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
}

const SOURCES_AT_A_TIME = 4;

/** What all executions share; the work folder is made when the first one needs it. */
function createResources(settings: EngineSettings, about: Pick<EngineResources, "closing" | "worker" | "onTold">) {
  const { home, store, now } = settings;
  const ofTenant = createTenantResources(settings);
  const resources = {
    ...about,
    ledger: settings.ledger,
    store,
    fetchResult: settings.fetchResult,
    slots: {
      compute: createSlots(settings.computeSlots),
      wait: createSlots(settings.waitSlots),
      sources: createSlots(SOURCES_AT_A_TIME),
    },
    jobTimeoutMs: settings.jobTimeoutMs,
    parkedTimeoutMs: settings.parkedTimeoutMs,
    cancelRun: settings.cancelRun,
    abortGraceMs: settings.abortGraceMs,
    maxSourceBytes: settings.maxSourceBytes,
    sourceTimeoutMs: settings.sourceTimeoutMs,
    now,
  };
  let workFolder: Promise<string> | undefined;
  return {
    async open(tenant: string | null): Promise<EngineResources> {
      workFolder ??= makeWorkFolder(join(home, "work"));
      try {
        return { ...resources, ...ofTenant(tenant), workFolder: await workFolder };
      } catch (error) {
        // A folder that cannot be made may be mended before the next execution.
        workFolder = undefined;
        throw error;
      }
    },
    async close(): Promise<void> {
      if (workFolder !== undefined) await rm(await workFolder, { recursive: true, force: true });
    },
  };
}

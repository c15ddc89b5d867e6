import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { isAbsolute, join } from "node:path";
import {
  PlanValidationError,
  type Execution,
  type ExecutionProgress,
  type Operation,
  type Plan,
} from "@proxx/contract";
import type { ArtifactStore } from "./store/artifact-store.ts";
import { describeBase, readBaseResult, type BaseResult } from "./execution/base-result.ts";
import { checkPlan, type BaseOutput, type CheckedPlan } from "./plan/check-plan.ts";
import { explainPlan, type PlanExplanation } from "./execution/explain-plan.ts";
import type { FetchSource } from "./sources/fetch-source.ts";
import { createFileArtifactStore } from "./store/file-artifact-store.ts";
import { findMissingSources } from "./sources/find-missing-sources.ts";
import { createFlights } from "./store/flights.ts";
import { createSourceReader } from "./sources/ingest-source.ts";
import { createIngestion } from "./sources/ingest-sources.ts";
import type { Journal } from "./journal/journal.ts";
import { createMemoryJournal } from "./journal/memory-journal.ts";
import { createProbe, type ProbeFile } from "./sources/probe-file.ts";
import { createReuseIndex } from "./store/reuse-index.ts";
import { runExecution, type ExecutionRun } from "./execution/run-execution.ts";
import { createSlots } from "./execution/slots.ts";
import { makeWorkFolder } from "./store/work-folder.ts";
import type { Workshop } from "./execution/workshop.ts";

export interface EngineOptions {
  /** The folder for artifacts, what is known of sources, reuse records and work folders. Absolute; made when it is missing. */
  home: string;
  operations: readonly Operation[];
  /** Brings a URL: `fetchToFile` of a network of `@proxx/network`. */
  fetchSource: FetchSource;
  /** Brings what a provider has made, whose address no plan has a say in. @default fetchSource */
  fetchResult?: FetchSource | undefined;
  /** @default one in memory */
  journal?: Journal | undefined;
  /** @default files below `home` */
  store?: ArtifactStore | undefined;
  /** Reads what a media file says of itself. @default ffprobe, found on PATH when it is first needed */
  probe?: ProbeFile | undefined;
  /** How many jobs compute at the same time. @default half of the cores, at least 2 */
  computeSlots?: number | undefined;
  /** How many jobs wait for somebody else at the same time. @default 32 */
  waitSlots?: number | undefined;
  /** For each job by itself, once it runs. @default one hour */
  jobTimeoutMs?: number | undefined;
  /** How long a job that is told to end may take to do so before it is given up. @default 30 000 */
  abortGraceMs?: number | undefined;
  /** Of a source by URL. @default 4 GiB */
  maxSourceBytes?: number | undefined;
  /** To fetch a source by URL. @default 30 minutes */
  sourceTimeoutMs?: number | undefined;
  /** Whether a plan may name files of this machine. @default true */
  allowLocalPaths?: boolean | undefined;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
}

export interface StartOptions {
  /** Cancels the execution. */
  signal?: AbortSignal | undefined;
  /** By the provider's name. */
  providerKeys?: Readonly<Record<string, string>> | undefined;
  /** In place of the plan's own. */
  baseExecutionId?: string | undefined;
  /** What relative paths begin at. @default the current folder */
  baseFolder?: string | undefined;
  /** Whatever would stand in for something better is an issue beforehand. @default false */
  strict?: boolean | undefined;
  /** Each job makes a file of its own. @default false */
  keepIntermediates?: boolean | undefined;
  /** Read every byte of what is reused. @default false */
  verify?: boolean | undefined;
  onProgress?: ((progress: ExecutionProgress) => void) | undefined;
  /** Whose execution it is. @default null, the one tenant of a machine */
  tenant?: string | null | undefined;
}

export interface RunningExecution {
  readonly id: string;
  /** The document as it stands. */
  snapshot(): Execution;
  /** The last document. Never rejects: what went wrong is in it. */
  readonly finished: Promise<Execution>;
  /** At most ten times a second and at each change of state. Gives what ends it. */
  onProgress(listener: (progress: ExecutionProgress) => void): () => void;
  /** Ends every job down to its last process; what is finished stays. Gives the last document. */
  cancel(): Promise<Execution>;
  /** There is news for a job that pauses, such as a provider's webhook. */
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
  /** What `start` would do, without doing it. Sources are read, and fetched where they are not here. */
  explain(plan: unknown, options?: StartOptions): Promise<PlanExplanation>;
  /** Cancels what runs, and waits for it. */
  close(): Promise<void>;
}

/**
 * @example
 * const engine = createEngine({ home, operations, fetchSource: (...request) => network.fetchToFile(...request) });
 * const { finished } = await engine.start(plan);
 */
export function createEngine(options: EngineOptions): Engine {
  const { home, operations, journal, now, allowLocalPaths, ...settings } = normalise(options);
  const { store, fetchSource } = settings;
  let workFolder: Promise<string> | undefined;
  const getWorkshop = async (): Promise<Workshop> => {
    workFolder ??= makeWorkFolder(join(home, "work"));
    try {
      return { ...shared, workFolder: await workFolder };
    } catch (error) {
      // A folder that cannot be made may be mended before the next execution.
      workFolder = undefined;
      throw error;
    }
  };
  const shared = {
    ...{ journal, store, now, fetchResult: settings.fetchResult },
    ...{ jobTimeoutMs: settings.jobTimeoutMs, abortGraceMs: settings.abortGraceMs },
    ...{ maxSourceBytes: settings.maxSourceBytes, sourceTimeoutMs: settings.sourceTimeoutMs },
    reuse: createReuseIndex(join(home, "reuse")),
    sources: createSourceReader({
      ...{ folder: join(home, "sources"), store, probe: settings.probe, fetchSource, now },
      ...{ maxBytes: settings.maxSourceBytes, timeoutMs: settings.sourceTimeoutMs },
    }),
    flights: createFlights(),
    slots: {
      compute: createSlots(settings.computeSlots),
      wait: createSlots(settings.waitSlots),
      sources: createSlots(SOURCES_AT_A_TIME),
    },
  };
  const runs = new Map<
    string,
    { handle: RunningExecution; run: ExecutionRun; plan: CheckedPlan; tenant: string | null }
  >();
  const starting = new Set<Promise<RunningExecution>>();
  let started = 0;
  let closed = false;

  async function check(rawPlan: unknown, start: StartOptions) {
    const plan = withBase(rawPlan, start.baseExecutionId);
    const baseExecutionId = baseOf(plan);
    const base = baseExecutionId === null ? null : await findBase(baseExecutionId, start);
    const checked = await checkPlan(plan, {
      ...{ operations, allowLocalPaths, strict: start.strict },
      providerKey: providerKeyOf(start),
      base: base?.output ?? null,
    });
    if ("issues" in checked) throw new PlanValidationError(checked.issues);
    const missing = await findMissingSources(checked.plan, baseFolderOf(start));
    if (missing.length > 0) throw new PlanValidationError(missing);
    return { plan: checked.plan, baseExecutionId, base };
  }

  async function findBase(id: string, { tenant = null, verify = false }: StartOptions): Promise<Base | null> {
    const running = runs.get(id);
    if (running !== undefined && running.tenant === tenant) {
      const { resultJob } = running.plan;
      const { yields } = resultJob.operation.signature;
      return { output: { yields, knowsWords: resultJob.knowsWords }, running: true, result: () => running.run.result };
    }
    const record = await journal.read(id);
    if (record === null || record.tenant !== tenant) return null;
    return { output: describeBase(record), running: false, result: () => readBaseResult(record, { store, verify }) };
  }

  async function start(rawPlan: unknown, startOptions: StartOptions = {}): Promise<RunningExecution> {
    if (closed) throw new TypeError("Expected an engine that is not closed");
    const { plan, baseExecutionId, base } = await check(rawPlan, startOptions);
    const { tenant = null, signal } = startOptions;
    const id = `exec_${randomBytes(12).toString("hex")}`;
    started += 1;
    const run = runExecution(
      {
        ...{ id, plan, number: started, createdAtMs: now(), baseExecutionId, base: base?.result() ?? null },
        baseFolder: baseFolderOf(startOptions),
        keepIntermediates: startOptions.keepIntermediates ?? false,
        verify: startOptions.verify ?? false,
        providerKey: providerKeyOf(startOptions),
      },
      await getWorkshop(),
    );
    await journal.create({ plan: plan.plan, tenant, resultJob: plan.resultJob.id, document: run.snapshot() });
    const cancel = () => run.cancel();
    const handle: RunningExecution = {
      ...{ id, snapshot: run.snapshot, finished: run.finished, onProgress: run.onProgress, wake: run.wake },
      cancel: () => {
        cancel();
        return run.finished;
      },
    };
    runs.set(id, { handle, run, plan, tenant });
    if (startOptions.onProgress !== undefined) run.onProgress(startOptions.onProgress);
    run.begin();
    if (closed || signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    void run.finished.then(() => {
      signal?.removeEventListener("abort", cancel);
      runs.delete(id);
    });
    return handle;
  }

  return {
    async start(plan, startOptions) {
      const starts = start(plan, startOptions);
      starting.add(starts);
      return starts.finally(() => starting.delete(starts));
    },
    running: (executionId) => runs.get(executionId)?.handle ?? null,
    async get(executionId, tenant = null) {
      const running = runs.get(executionId);
      if (running !== undefined) return running.tenant === tenant ? running.run.snapshot() : null;
      const record = await journal.read(executionId);
      return record?.tenant === tenant ? record.document : null;
    },
    async getPlan(executionId, tenant = null) {
      const record = await journal.read(executionId);
      return record?.tenant === tenant ? record.plan : null;
    },
    async explain(rawPlan, startOptions = {}) {
      const { plan, base } = await check(rawPlan, startOptions);
      const workshop = await getWorkshop();
      const ingestion = createIngestion(workshop, {
        ...{ baseFolder: baseFolderOf(startOptions), group: {}, groupRank: started },
        workFolder: async () => workshop.workFolder,
        signal: startOptions.signal ?? new AbortController().signal,
      });
      return explainPlan(
        plan,
        {
          keepIntermediates: startOptions.keepIntermediates ?? false,
          verify: startOptions.verify ?? false,
          base: base === null || base.running ? null : await base.result(),
          ingest: ingestion.ingest,
        },
        workshop,
      );
    },
    async close() {
      closed = true;
      await Promise.allSettled(starting);
      await Promise.all([...runs.values()].map(({ handle }) => handle.cancel()));
      if (workFolder !== undefined) await rm(await workFolder, { recursive: true, force: true });
    },
  };
}

interface Base {
  readonly output: BaseOutput;
  readonly running: boolean;
  readonly result: () => Promise<BaseResult>;
}

const SOURCES_AT_A_TIME = 4;
const HOUR_MS = 3600 * 1000;

function normalise(options: EngineOptions) {
  if (!isAbsolute(options.home))
    throw new TypeError(`Expected \`home\` to be an absolute path, got \`${options.home}\``);
  const numbers = {
    computeSlots: options.computeSlots ?? Math.max(2, Math.floor(availableParallelism() / 2)),
    waitSlots: options.waitSlots ?? 32,
    jobTimeoutMs: options.jobTimeoutMs ?? HOUR_MS,
    abortGraceMs: options.abortGraceMs ?? 30_000,
    maxSourceBytes: options.maxSourceBytes ?? 4 * 1024 ** 3,
    sourceTimeoutMs: options.sourceTimeoutMs ?? HOUR_MS / 2,
  };
  for (const [name, value] of Object.entries(numbers)) {
    const longest = name.endsWith("Ms") ? MAX_TIMER_MS : Number.MAX_SAFE_INTEGER;
    if (Number.isSafeInteger(value) && value > 0 && value <= longest) continue;
    throw new TypeError(`Expected \`${name}\` to be a positive integer up to ${longest}, got \`${value}\``);
  }
  const probe = options.probe ?? createProbe();
  return {
    ...numbers,
    ...{ home: options.home, operations: options.operations, fetchSource: options.fetchSource, probe },
    fetchResult: options.fetchResult ?? options.fetchSource,
    journal: options.journal ?? createMemoryJournal(),
    store: options.store ?? createFileArtifactStore({ folder: join(options.home, "artifacts"), probe }),
    allowLocalPaths: options.allowLocalPaths ?? true,
    now: options.now ?? Date.now,
  };
}

/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function withBase(plan: unknown, baseExecutionId: string | undefined): unknown {
  const isObject = typeof plan === "object" && plan !== null && !Array.isArray(plan);
  return isObject && baseExecutionId !== undefined ? { ...plan, baseExecutionId } : plan;
}

function baseOf(plan: unknown): string | null {
  const isObject = typeof plan === "object" && plan !== null && "baseExecutionId" in plan;
  return isObject && typeof plan.baseExecutionId === "string" ? plan.baseExecutionId : null;
}

function baseFolderOf({ baseFolder }: StartOptions): string {
  return baseFolder ?? process.cwd();
}

function providerKeyOf({ providerKeys = {} }: StartOptions): (provider: string) => string | null {
  return (provider) => (Object.hasOwn(providerKeys, provider) ? (providerKeys[provider] ?? null) : null);
}

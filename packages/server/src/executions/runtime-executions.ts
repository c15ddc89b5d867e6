import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { planSchema, type Artifact, type Execution, type Plan } from "@proxx/contract";
import type { Engine, RunningExecution } from "@proxx/runtime";
import type { Executions, ListRequest, MadeFile, Place, StartRequest } from "./executions.ts";

export interface RuntimeExecutionsOptions {
  engine: Engine;
  /** Rejects with what is wrong with the address of a plan's webhook. */
  checkWebhook: (url: string) => Promise<void>;
}

interface Kept {
  readonly id: string;
  readonly tenant: string | null;
  readonly createdAtMs: number;
  readonly plan: Plan;
  readonly strict: boolean;
  readonly running: RunningExecution;
  /** Resolves when its end has been told. */
  readonly told: Promise<void>;
}

const CANCEL_PATIENCE_MS = 5000;

/**
 * Executions of the runtime's engine, whose ledger outlives the process. What the ledger cannot be asked for yet (the list,
 * who made which file, the end of what another process began) is kept here, in memory, as long as the process
 * lives: this file is where its answers take their place.
 */
export function createRuntimeExecutions({ engine, checkWebhook }: RuntimeExecutionsOptions): Executions {
  const kept = new Map<string, Kept>();
  /** By the end of an execution, so that a file is found without looking through all of them. */
  const madeFiles = new Map<string, MadeFile>();
  /** Whose files are not among those yet: clients may know of an end a moment before it is told here. */
  const untold = new Set<Kept>();
  const lookUp = (id: string, tenant: string | null) => {
    const found = kept.get(id);
    return found?.tenant === tenant ? found : null;
  };

  async function start(plan: unknown, { tenant, providerApiKeys, strict, key }: StartRequest): Promise<Execution> {
    const running = await engine.start(plan, { tenant, providerApiKeys, strict, checkWebhook, request: key });
    const { id } = running;
    const execution = running.snapshot();
    const createdAtMs = Date.parse(execution.createdAt);
    const told = running.finished.then(end);
    const entry = { id, tenant, createdAtMs, plan: planSchema.parse(plan), strict, running, told };
    kept.set(id, entry);
    untold.add(entry);
    return execution;
  }

  async function end(execution: Execution): Promise<void> {
    const entry = kept.get(execution.id);
    if (entry === undefined) return;
    rememberFiles(execution, entry.tenant);
    untold.delete(entry);
  }

  function rememberFiles(execution: Execution, tenant: string | null): void {
    for (const artifact of artifactsOf(execution)) {
      madeFiles.set(fileKey(artifact.sha256, tenant), asFile(artifact));
    }
  }

  return {
    start,
    begunBy: (key, tenant) => engine.findRequest(key, tenant),
    async get(id, tenant) {
      const own = lookUp(id, tenant);
      if (own !== null) return own.running.snapshot();
      const execution = await engine.get(id, tenant);
      // Who made which file is known of executions before this process once somebody has looked at them.
      if (execution !== null) rememberFiles(execution, tenant);
      return execution;
    },
    plan: async (id, tenant) => lookUp(id, tenant)?.plan ?? engine.getPlan(id, tenant),
    async list({ tenant, after, limit, statuses, baseExecutionId }: ListRequest) {
      const candidates = [...kept.values()]
        .filter((entry) => entry.tenant === tenant && (after === null || isLater(after, entry)))
        .filter(({ plan }) => baseExecutionId === null || plan.baseExecutionId === baseExecutionId)
        .sort((one, other) => (isLater(one, other) ? -1 : 1));
      const page: Execution[] = [];
      for (const { running } of candidates) {
        if (page.length === limit) break;
        const execution = running.snapshot();
        if (statuses.length === 0 || statuses.includes(execution.status)) page.push(execution);
      }
      return page;
    },
    async cancel(id, tenant) {
      const running = lookUp(id, tenant)?.running ?? engine.running(id);
      const execution = await engine.get(id, tenant);
      // One that another process has is that one's to end, until the ledger is told.
      if (running === null || execution === null) return execution;
      const patience = new AbortController();
      const late = wait(CANCEL_PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {});
      await Promise.race([running.cancel(), late]);
      patience.abort();
      return running.snapshot();
    },
    async retry(id, request) {
      const entry = lookUp(id, request.tenant);
      const plan = entry?.plan ?? (await engine.getPlan(id, request.tenant));
      return plan === null ? null : start(plan, { ...request, strict: entry?.strict ?? request.strict });
    },
    events: (id, request) => engine.events(id, request),
    async file(sha256, tenant) {
      const made = madeFiles.get(fileKey(sha256, tenant));
      if (made !== undefined) return made;
      const own = [...untold].filter((entry) => entry.tenant === tenant);
      const artifacts = own.flatMap(({ running }) => artifactsOf(running.snapshot()));
      const artifact = artifacts.find((one) => one.sha256 === sha256);
      return artifact === undefined ? null : asFile(artifact);
    },
    async idle(signal) {
      const gaveUp = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      await Promise.race([Promise.all(Array.from(kept.values(), ({ told }) => told)), gaveUp]);
    },
  };
}

/** In the order of a list that begins with the newest, one comes after another that is later. */
function isLater(one: Place, other: Place): boolean {
  return one.createdAtMs > other.createdAtMs || (one.createdAtMs === other.createdAtMs && one.id > other.id);
}

function artifactsOf({ jobs, result, results }: Execution): Artifact[] {
  const videos = [result, ...Object.values(results)].filter((video) => video !== null);
  return [...videos, ...jobs.flatMap(({ outputs }) => outputs)];
}

function asFile({ sha256, mediaType, size, url }: Artifact): MadeFile {
  return { path: fileURLToPath(url), sha256, mediaType, size };
}

function fileKey(sha256: string, tenant: string | null): string {
  return JSON.stringify([tenant, sha256]);
}

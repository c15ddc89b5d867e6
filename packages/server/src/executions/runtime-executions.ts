import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Execution } from "@proxx/contract";
import type { Engine } from "@proxx/runtime";
import { untilAborted } from "../until-aborted.ts";
import type { Executions } from "./executions.ts";

export interface RuntimeExecutionsOptions {
  engine: Engine;
  /** Rejects with what is wrong with the address of a plan's webhook. */
  checkWebhook: (url: string) => Promise<void>;
}

const CANCEL_PATIENCE_MS = 5000;
const LOOK_AGAIN_MS = 100;

/** Executions of the runtime's engine, and of all others on its ledger: whichever process has one, it is the same. */
export function createRuntimeExecutions({ engine, checkWebhook }: RuntimeExecutionsOptions): Executions {
  /** One that another process has ends when that one has heard of it. */
  async function ended(id: string, tenant: string | null, signal: AbortSignal): Promise<Execution | null> {
    for (;;) {
      const execution = await engine.get(id, tenant);
      if (execution === null || execution.completedAt !== null || signal.aborted) return execution;
      await wait(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }

  return {
    async start(plan, { tenant, providerApiKeys, strict, traceparent, key, ownSources }) {
      const asked = {
        tenant,
        providerApiKeys,
        strict,
        traceparent,
        checkWebhook,
        request: key,
        ownSources,
        hasServer: true,
      };
      const running = await engine.start(plan, asked);
      return running.snapshot();
    },
    reach: async () => void (await engine.get("", null)),
    begunBy: (key, tenant) => engine.findRequest(key, tenant),
    get: (id, tenant) => engine.get(id, tenant),
    plan: (id, tenant) => engine.getPlan(id, tenant),
    list: (request) => engine.list(request),
    count: (request) => engine.count(request),
    async cancel(id, tenant) {
      const patience = AbortSignal.timeout(CANCEL_PATIENCE_MS);
      await Promise.race([engine.cancel(id, tenant), untilAborted(patience)]);
      return ended(id, tenant, patience);
    },
    async retry(id, { tenant, providerApiKeys, strict, traceparent }) {
      const asked = strict ? { strict } : {};
      const running = await engine.retry(id, {
        tenant,
        providerApiKeys,
        traceparent,
        checkWebhook,
        hasServer: true,
        ...asked,
      });
      return running?.snapshot() ?? null;
    },
    events: (id, request) => engine.events(id, request),
    async file(sha256, tenant) {
      const artifact = await engine.artifact(sha256, tenant);
      if (artifact === null) return null;
      const { mediaType, size, url } = artifact;
      return { path: fileURLToPath(url), sha256, mediaType, size };
    },
    idle: (signal) => Promise.race([engine.idle(), untilAborted(signal)]),
  };
}

import type { NewExecution } from "../ledger.ts";
import { REQUEST_KEPT_MS, type Requested, type RequestKey } from "../request-key.ts";

interface KeptRequest {
  readonly fingerprint: string;
  readonly executionId: string;
  readonly createdAtMs: number;
}

/** The keys of requests in memory. */
export interface MemoryRequests {
  find(tenant: string | null, request: RequestKey): Requested | null;
  /** Gives what the key stands for from now on. */
  take(execution: Pick<NewExecution, "id" | "tenant" | "request">): Requested;
}

export function createMemoryRequests(): MemoryRequests {
  const kept = new Map<string, KeptRequest>();
  const placeOf = (tenant: string | null, { key }: RequestKey) => JSON.stringify([tenant, key]);

  function find(tenant: string | null, request: RequestKey): Requested | null {
    const found = kept.get(placeOf(tenant, request));
    if (found === undefined || found.createdAtMs < Date.now() - REQUEST_KEPT_MS) return null;
    return { executionId: found.executionId, isSame: found.fingerprint === request.fingerprint };
  }

  return {
    find,
    take({ id, tenant, request }) {
      const own = { executionId: id, isSame: true };
      if (request === null) return own;
      const before = find(tenant, request);
      if (before !== null) return before;
      for (const [place, { createdAtMs }] of kept) {
        // In the order in which they came.
        if (createdAtMs >= Date.now() - REQUEST_KEPT_MS) break;
        kept.delete(place);
      }
      const { fingerprint } = request;
      kept.set(placeOf(tenant, request), { fingerprint, executionId: id, createdAtMs: Date.now() });
      return own;
    },
  };
}

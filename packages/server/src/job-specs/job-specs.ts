import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { JobResult, JobSpecStatus, RunJob } from "@proxx/contract";
import type { Engine, JobSpecLedger, KeptJobSpec, Requested, RequestKey } from "@proxx/runtime";

interface ListRequest {
  readonly tenant: string | null;
  /** The last one of the page before this. */
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
  readonly limit: number;
  /** All of them where it is empty. */
  readonly statuses: readonly JobSpecStatus[];
}

/** What the routes need of JobSpecs; that of another tenant does not exist. */
export interface JobSpecs {
  /** Keeps one, for whoever runs it. Gives what the key of its request stands for where that is another one. */
  add(document: unknown, about: { tenant: string | null; request: RequestKey | null }): Promise<RunJob | Requested>;
  /** What was taken by a key; null where it is free. */
  addedBy(key: RequestKey, tenant: string | null): Promise<Requested | null>;
  get(id: string, tenant: string | null): Promise<RunJob | null>;
  /** The newest first. */
  list(request: ListRequest): Promise<readonly RunJob[]>;
  /** Ends it, and waits for that, though not for long. One that has ended stays as it is. */
  cancel(id: string, tenant: string | null): Promise<RunJob | null>;
}

export interface JobSpecsOptions {
  ledger: JobSpecLedger;
  findRequest: Engine["findRequest"];
  now: () => number;
  /** Told that there is one to run, or to end. */
  onChange: () => void;
}

const CANCEL_PATIENCE_MS = 5000;
const LOOK_AGAIN_MS = 100;

/** JobSpecs in the ledger, whoever runs them. */
export function createJobSpecs({ ledger, findRequest, now, onChange }: JobSpecsOptions): JobSpecs {
  return {
    async add(document, { tenant, request }) {
      const id = `job_${randomBytes(12).toString("hex")}`;
      const createdAtMs = now();
      const taken = await ledger.createJobSpec({ id, tenant, document, createdAtMs, request });
      if (taken.id !== id) return { executionId: taken.id, isSame: taken.isSame };
      onChange();
      return accepted({ id, createdAtMs });
    },
    addedBy: (key, tenant) => findRequest(key, tenant),
    async get(id, tenant) {
      const kept = await ledger.readJobSpec(id, tenant);
      return kept === null ? null : shown(kept);
    },
    list: async (request) => (await ledger.listJobSpecs(request)).map(shown),
    async cancel(id, tenant) {
      const patience = AbortSignal.timeout(CANCEL_PATIENCE_MS);
      let kept = await ledger.cancelJobSpec(id, tenant);
      onChange();
      while (kept !== null && kept.completedAtMs === null && !patience.aborted) {
        await wait(LOOK_AGAIN_MS, undefined, { signal: patience }).catch(() => {});
        kept = await ledger.readJobSpec(id, tenant);
      }
      return kept === null ? null : shown(kept);
    },
  };
}

/** As it stands when it is taken, whatever has become of it since. */
export function accepted({ id, createdAtMs }: Pick<KeptJobSpec, "id" | "createdAtMs">): RunJob {
  const createdAt = new Date(createdAtMs).toISOString();
  return { id, status: "pending", progress: 0, result: null, createdAt, completedAt: null };
}

function shown({ id, status, progress, result, createdAtMs, completedAtMs }: KeptJobSpec): RunJob {
  const completedAt = completedAtMs === null ? null : new Date(completedAtMs).toISOString();
  // What was written is what a JobSpec's run has given.
  return { ...accepted({ id, createdAtMs }), status, progress, result: result as JobResult | null, completedAt };
}

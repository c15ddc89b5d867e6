import type { JobSpecLedger, KeptJobSpec } from "../job-specs.ts";
import type { MemoryRequests } from "./memory-requests.ts";

interface KeptRow {
  jobSpec: KeptJobSpec;
  lease: string | null;
  leasedUntilMs: number;
  readonly notes: Map<number, unknown>;
}

/** The JobSpecs of a ledger in memory. */
export function createMemoryJobSpecs(requests: MemoryRequests): JobSpecLedger {
  const rows = new Map<string, KeptRow>();
  const find = (id: string, tenant: string | null) => {
    const row = rows.get(id);
    return row?.jobSpec.tenant === tenant ? row : null;
  };
  const isFree = ({ jobSpec, leasedUntilMs }: KeptRow) => jobSpec.completedAtMs === null && leasedUntilMs <= Date.now();

  return {
    async createJobSpec({ request, ...jobSpec }) {
      const { id, tenant } = jobSpec;
      const requested = requests.take({ id, tenant, request });
      if (requested.executionId === id && !rows.has(id)) {
        const state = { status: "pending", progress: 0, result: null, completedAtMs: null } as const;
        const kept = { ...structuredClone(jobSpec), ...state, isCancelled: false, losses: 0 };
        rows.set(id, { jobSpec: kept, lease: null, leasedUntilMs: 0, notes: new Map() });
      }
      return { id: requested.executionId, isSame: requested.isSame };
    },
    readJobSpec: async (id, tenant) => find(id, tenant)?.jobSpec ?? null,
    async listJobSpecs({ tenant, after, limit, statuses }) {
      return Array.from(rows.values(), ({ jobSpec }) => jobSpec)
        .filter((jobSpec) => jobSpec.tenant === tenant && (after === null || isNewer(after, jobSpec)))
        .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
        .toSorted((one, other) => (isNewer(one, other) ? -1 : 1))
        .slice(0, limit);
    },
    async takeJobSpec({ lease, leaseMs }) {
      const all = [...rows.values()].toSorted((one, other) => (isNewer(one.jobSpec, other.jobSpec) ? 1 : -1));
      const row = all.find((one) => one.lease === lease) ?? all.find(isFree);
      if (row === undefined) return null;
      const losses = row.jobSpec.losses + (row.lease === null || row.lease === lease ? 0 : 1);
      row.jobSpec = { ...row.jobSpec, status: "processing", losses };
      Object.assign(row, { lease, leasedUntilMs: Date.now() + leaseMs });
      return row.jobSpec;
    },
    async keepJobSpec(id, state, { lease, leaseMs }) {
      const row = rows.get(id);
      if (row === undefined || row.lease !== lease || row.jobSpec.completedAtMs !== null) return null;
      const progress = Math.max(row.jobSpec.progress, state.progress);
      row.jobSpec = { ...row.jobSpec, ...structuredClone(state), progress };
      if (leaseMs === 0) Object.assign(row, { lease: null, leasedUntilMs: 0 });
      else row.leasedUntilMs = Date.now() + leaseMs;
      if (state.completedAtMs !== null) row.notes.clear();
      return { isCancelled: row.jobSpec.isCancelled };
    },
    async cancelJobSpec(id, tenant) {
      const row = find(id, tenant);
      if (row === null || row.jobSpec.completedAtMs !== null) return row?.jobSpec ?? null;
      const end = isFree(row) ? ({ status: "cancelled", completedAtMs: Date.now() } as const) : {};
      row.jobSpec = { ...row.jobSpec, isCancelled: true, ...end };
      if (row.jobSpec.completedAtMs !== null) row.notes.clear();
      return row.jobSpec;
    },
    async noteClip(id, lease, clip, note) {
      const row = rows.get(id);
      if (row === undefined || row.lease !== lease || row.jobSpec.completedAtMs !== null) return false;
      row.notes.set(clip, structuredClone(note));
      return true;
    },
    clipNotes: async (id) => new Map(rows.get(id)?.notes),
  };
}

type Place = Pick<KeptJobSpec, "createdAtMs" | "id">;

function isNewer(one: Place, other: Place): boolean {
  return one.createdAtMs > other.createdAtMs || (one.createdAtMs === other.createdAtMs && one.id > other.id);
}

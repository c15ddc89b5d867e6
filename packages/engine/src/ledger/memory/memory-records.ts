import type { RecordLedger } from "../records.ts";

/** The records of a ledger in memory. */
export function createMemoryRecords(): RecordLedger {
  const kinds = new Map<string, Map<string, unknown>>();
  return {
    async saveRecord(kind, id, record) {
      const ofKind = kinds.get(kind) ?? new Map<string, unknown>();
      ofKind.set(id, structuredClone(record));
      kinds.set(kind, ofKind);
    },
    async addRecord(kind, id, record) {
      const ofKind = kinds.get(kind) ?? new Map<string, unknown>();
      if (!ofKind.has(id)) ofKind.set(id, structuredClone(record));
      kinds.set(kind, ofKind);
      return structuredClone(ofKind.get(id));
    },
    readRecord: async (kind, id) => structuredClone(kinds.get(kind)?.get(id)),
    listRecords: async (kind, limit) =>
      structuredClone([...(kinds.get(kind)?.values() ?? [])].toReversed().slice(0, limit)),
    deleteRecord: async (kind, id) => kinds.get(kind)?.delete(id) ?? false,
  };
}

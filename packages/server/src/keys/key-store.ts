import type { RecordLedger } from "@proxx/runtime";
import { keyRecordSchema, type KeyRecord } from "./api-key.ts";

/** Where keys are kept. */
export interface KeyStore {
  find(id: string): Promise<KeyRecord | null>;
  /** The newest first, those that may no longer be used among them. */
  list(): Promise<readonly KeyRecord[]>;
  /** In place of the one with its id. */
  save(record: KeyRecord): Promise<void>;
  /** Whether there has ever been one. Revoking the last one does not open the server to everybody. */
  isUsed(): Promise<boolean>;
}

const KIND = "api-key";

/** Keys where executions are kept: what is made or revoked by one process holds in all of them at once. */
export function createKeyStore(records: RecordLedger): KeyStore {
  return {
    async find(id) {
      const record = await records.readRecord(KIND, id);
      return record === undefined ? null : keyRecordSchema.parse(record);
    },
    async list() {
      return (await records.listRecords(KIND, Number.MAX_SAFE_INTEGER)).map((record) => keyRecordSchema.parse(record));
    },
    save: (record) => records.saveRecord(KIND, record.id, record),
    isUsed: async () => (await records.listRecords(KIND, 1)).length > 0,
  };
}

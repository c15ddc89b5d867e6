/**
 * Small documents of whoever stands on the engine, such as the API keys and the uploads of a server: kept where executions are,
 * so that all who share those share them. The ledger does not look into them.
 */
export interface RecordLedger {
  /** In place of the one of that kind and id. */
  saveRecord(kind: string, id: string, record: unknown): Promise<void>;
  /** Keeps it unless there is one of that kind and id; gives the one that is kept. */
  addRecord(kind: string, id: string, record: unknown): Promise<unknown>;
  /** Undefined where there is none. */
  readRecord(kind: string, id: string): Promise<unknown>;
  /** The one that was saved first comes last. */
  listRecords(kind: string, limit: number): Promise<readonly unknown[]>;
  /** False where there was none. */
  deleteRecord(kind: string, id: string): Promise<boolean>;
}

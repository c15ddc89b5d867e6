import type { RecordLedger } from "@proxx/engine";
import { textOf } from "../../rows.ts";
import type { SqliteDatabase } from "../open-database.ts";

export function sqliteRecords({ ask, write, prepare }: SqliteDatabase): RecordLedger {
  return {
    saveRecord: (kind, id, record) => write(() => void prepare(UPSERT_RECORD).run(kind, id, JSON.stringify(record))),
    async addRecord(kind, id, record) {
      const row = await write(() => {
        prepare(INSERT_RECORD).run(kind, id, JSON.stringify(record));
        return prepare(SELECT_RECORD).get(kind, id);
      });
      return JSON.parse(textOf(row?.["record"])) as unknown;
    },
    async readRecord(kind, id) {
      const row = await ask(() => prepare(SELECT_RECORD).get(kind, id));
      return row === undefined ? undefined : (JSON.parse(textOf(row["record"])) as unknown);
    },
    async listRecords(kind, limit) {
      const rows = await ask(() => prepare(SELECT_RECORDS).all(kind, limit));
      return rows.map(({ record }) => JSON.parse(textOf(record)) as unknown);
    },
    deleteRecord: (kind, id) => write(() => prepare(DELETE_RECORD).run(kind, id).changes === 1),
  };
}

const UPSERT_RECORD = `
  INSERT INTO records (kind, id, record) VALUES (?, ?, ?)
  ON CONFLICT (kind, id) DO UPDATE SET record = excluded.record`;

const INSERT_RECORD = "INSERT INTO records (kind, id, record) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO NOTHING";

const SELECT_RECORD = "SELECT record FROM records WHERE kind = ? AND id = ?";

const SELECT_RECORDS = "SELECT record FROM records WHERE kind = ? ORDER BY number DESC LIMIT ?";

const DELETE_RECORD = "DELETE FROM records WHERE kind = ? AND id = ?";

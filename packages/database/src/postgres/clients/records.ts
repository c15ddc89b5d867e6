import type { RecordLedger } from "@proxx/engine";
import { textOf } from "../../rows.ts";
import type { PostgresDatabase } from "../connection/open-database.ts";
import type { Statement } from "../connection/statement.ts";

export function postgresRecords({ ask }: Pick<PostgresDatabase, "ask">): RecordLedger {
  return {
    async saveRecord(kind, id, record) {
      await ask(UPSERT_RECORD, [kind, id, JSON.stringify(record)]);
    },
    async addRecord(kind, id, record) {
      await ask(INSERT_RECORD, [kind, id, JSON.stringify(record)]);
      const [row] = await ask(SELECT_RECORD, [kind, id]);
      return row === undefined ? undefined : (JSON.parse(textOf(row["record"])) as unknown);
    },
    async readRecord(kind, id) {
      const [row] = await ask(SELECT_RECORD, [kind, id]);
      return row === undefined ? undefined : (JSON.parse(textOf(row["record"])) as unknown);
    },
    async listRecords(kind, limit) {
      const rows = await ask(SELECT_RECORDS, [kind, limit]);
      return rows.map(({ record }) => JSON.parse(textOf(record)) as unknown);
    },
    deleteRecord: async (kind, id) => (await ask(DELETE_RECORD, [kind, id])).length === 1,
  };
}

const UPSERT_RECORD: Statement = {
  name: "upsert_record",
  text: `
    INSERT INTO proxx.records (kind, id, record) VALUES ($1, $2, $3)
    ON CONFLICT (kind, id) DO UPDATE SET record = excluded.record`,
};

const INSERT_RECORD: Statement = {
  name: "insert_record",
  text: "INSERT INTO proxx.records (kind, id, record) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO NOTHING",
};

const SELECT_RECORD: Statement = {
  name: "select_record",
  text: "SELECT record FROM proxx.records WHERE kind = $1 AND id = $2",
};

const SELECT_RECORDS: Statement = {
  name: "select_records",
  text: "SELECT record FROM proxx.records WHERE kind = $1 ORDER BY number DESC LIMIT $2",
};

const DELETE_RECORD: Statement = {
  name: "delete_record",
  text: "DELETE FROM proxx.records WHERE kind = $1 AND id = $2 RETURNING id",
};

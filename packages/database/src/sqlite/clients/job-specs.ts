import type { JobSpecLedger } from "@proxx/engine";
import { jobSpecOf } from "../../job-spec-of.ts";
import { numberOf, textOf } from "../../rows.ts";
import type { SqliteDatabase } from "../open-database.ts";
import {
  CANCEL_JOB_SPEC,
  DELETE_CLIP_NOTES,
  INSERT_JOB_SPEC,
  SELECT_CLIP_NOTES,
  SELECT_JOB_SPEC,
  SELECT_JOB_SPECS,
  SELECT_WAITING_JOB_SPEC,
  TAKE_JOB_SPEC,
  UPDATE_JOB_SPEC,
  UPSERT_CLIP_NOTE,
} from "./job-spec-statements.ts";
import { takeRequest } from "./requests.ts";

export function sqliteJobSpecs(database: SqliteDatabase): JobSpecLedger {
  const { ask, write, prepare } = database;
  return {
    createJobSpec: ({ id, tenant, document, createdAtMs, request }) =>
      write(() => {
        const { executionId: taken, isSame } = takeRequest({ id, tenant, request }, database);
        if (taken === id) prepare(INSERT_JOB_SPEC).run(id, tenant, JSON.stringify(document), createdAtMs);
        return { id: taken, isSame };
      }),
    async readJobSpec(id, tenant) {
      const row = await ask(() => prepare(SELECT_JOB_SPEC).get(id, tenant));
      return row === undefined ? null : jobSpecOf(row);
    },
    async listJobSpecs({ tenant, after, limit, statuses }) {
      const place = [after?.createdAtMs ?? null, after?.id ?? null] as const;
      const rows = await ask(() => prepare(SELECT_JOB_SPECS).all(tenant, limit, ...place, JSON.stringify(statuses)));
      return rows.map(jobSpecOf);
    },
    async takeJobSpec({ lease, leaseMs }) {
      // Whoever has nothing to do looks often, and writes nothing then.
      const waiting = await ask(() => prepare(SELECT_WAITING_JOB_SPEC).get(lease, Date.now()));
      if (waiting === undefined) return null;
      const row = await write(() => prepare(TAKE_JOB_SPEC).get(lease, Date.now(), leaseMs));
      return row === undefined ? null : jobSpecOf(row);
    },
    keepJobSpec: (id, { status, progress, result, completedAtMs }, { lease, leaseMs }) =>
      write(() => {
        const text = result === null ? null : JSON.stringify(result);
        const untilMs = leaseMs === 0 ? null : Date.now() + leaseMs;
        const row = prepare(UPDATE_JOB_SPEC).get(status, progress, text, completedAtMs, untilMs, id, lease);
        if (row === undefined) return null;
        if (completedAtMs !== null) prepare(DELETE_CLIP_NOTES).run(id);
        return { isCancelled: row["is_cancelled"] === 1 };
      }),
    async cancelJobSpec(id, tenant) {
      const row = await write(() => {
        const cancelled = prepare(CANCEL_JOB_SPEC).get(id, tenant, Date.now());
        if (cancelled !== undefined && cancelled["completed_at_ms"] !== null) prepare(DELETE_CLIP_NOTES).run(id);
        return cancelled ?? prepare(SELECT_JOB_SPEC).get(id, tenant);
      });
      return row === undefined ? null : jobSpecOf(row);
    },
    async noteClip(id, lease, clip, note) {
      const { changes } = await write(() => prepare(UPSERT_CLIP_NOTE).run(clip, JSON.stringify(note), id, lease));
      return changes === 1;
    },
    async clipNotes(id) {
      const rows = await ask(() => prepare(SELECT_CLIP_NOTES).all(id));
      return new Map(rows.map(({ clip, note }) => [numberOf(clip), JSON.parse(textOf(note)) as unknown]));
    },
  };
}

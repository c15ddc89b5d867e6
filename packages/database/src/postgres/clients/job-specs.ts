import type { JobSpecLedger } from "@proxx/engine";
import { jobSpecOf } from "../../job-spec-of.ts";
import { numberOf, textOf } from "../../rows.ts";
import type { PostgresDatabase } from "../connection/open-database.ts";
import { placeBefore } from "../read-executions.ts";
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

export function postgresJobSpecs({ ask, write }: Pick<PostgresDatabase, "ask" | "write">): JobSpecLedger {
  return {
    createJobSpec: ({ id, tenant, document, createdAtMs, request }) =>
      write(async ({ run, send }) => {
        const { executionId: taken, isSame } = await takeRequest({ id, tenant, request }, run);
        if (taken === id) send(INSERT_JOB_SPEC, [id, tenant, JSON.stringify(document), createdAtMs]);
        return { id: taken, isSame };
      }),
    async readJobSpec(id, tenant) {
      const [row] = await ask(SELECT_JOB_SPEC, [id, tenant]);
      return row === undefined ? null : jobSpecOf(row);
    },
    async listJobSpecs({ tenant, after, limit, statuses }) {
      const rows = await ask(SELECT_JOB_SPECS, [tenant, limit, ...placeBefore(after), statuses]);
      return rows.map(jobSpecOf);
    },
    async takeJobSpec({ lease, leaseMs }) {
      // Whoever has nothing to do looks often, and writes nothing then.
      const waiting = await ask(SELECT_WAITING_JOB_SPEC, [lease]);
      if (waiting.length === 0) return null;
      const [row] = await ask(TAKE_JOB_SPEC, [lease, leaseMs]);
      return row === undefined ? null : jobSpecOf(row);
    },
    keepJobSpec: (id, { status, progress, result, completedAtMs }, { lease, leaseMs }) =>
      write(async ({ run, send }) => {
        const text = result === null ? null : JSON.stringify(result);
        const [row] = await run(UPDATE_JOB_SPEC, [status, progress, text, completedAtMs, leaseMs, id, lease]);
        if (row === undefined) return null;
        if (completedAtMs !== null) send(DELETE_CLIP_NOTES, [id]);
        return { isCancelled: row["is_cancelled"] === true };
      }),
    cancelJobSpec: (id, tenant) =>
      write(async ({ run, send }) => {
        const [cancelled] = await run(CANCEL_JOB_SPEC, [id, tenant]);
        if (cancelled !== undefined && cancelled["completed_at_ms"] !== null) send(DELETE_CLIP_NOTES, [id]);
        const [row] = cancelled === undefined ? await run(SELECT_JOB_SPEC, [id, tenant]) : [cancelled];
        return row === undefined ? null : jobSpecOf(row);
      }),
    noteClip: async (id, lease, clip, note) =>
      (await ask(UPSERT_CLIP_NOTE, [clip, JSON.stringify(note), id, lease])).length === 1,
    async clipNotes(id) {
      const rows = await ask(SELECT_CLIP_NOTES, [id]);
      return new Map(rows.map(({ clip, note }) => [numberOf(clip), JSON.parse(textOf(note)) as unknown]));
    },
  };
}

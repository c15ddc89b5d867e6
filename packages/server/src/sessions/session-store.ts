import { createHash, randomBytes } from "node:crypto";
import type { RecordLedger } from "@proxx/runtime";
import { z } from "zod";

const recordSchema = z.strictObject({ keyId: z.string(), expiresAtMs: z.number() });

/** Sessions of pages: each stands for the key that opened it, and for nothing once that is revoked. */
export interface SessionStore {
  /** Gives what the browser is to bring back; kept is its hash. */
  open(keyId: string): Promise<string>;
  /** The id of the key; null where there is no such session, or it is too old. */
  keyOf(token: string): Promise<string | null>;
  close(token: string): Promise<void>;
}

const KIND = "page-session";
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

/** Sessions where executions are kept: one holds at each server there, and through restarts. */
export function createSessionStore(records: RecordLedger, now: () => number): SessionStore {
  return {
    async open(keyId) {
      const token = randomBytes(32).toString("base64url");
      await records.saveRecord(KIND, idOf(token), { keyId, expiresAtMs: now() + SESSION_SECONDS * 1000 });
      return token;
    },
    async keyOf(token) {
      const record = recordSchema.safeParse(await records.readRecord(KIND, idOf(token)));
      if (!record.success) return null;
      if (record.data.expiresAtMs > now()) return record.data.keyId;
      await records.deleteRecord(KIND, idOf(token));
      return null;
    },
    async close(token) {
      await records.deleteRecord(KIND, idOf(token));
    },
  };
}

function idOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { z } from "zod";

/** What is kept of a key: nothing that it could be made from. */
export const keyRecordSchema = z.strictObject({
  /** Stands in the key, so that it is found without a search. */
  id: z.string().regex(/^[a-z0-9]{12}$/),
  name: z.string().max(200),
  /** Whose executions it shows. Null is the operator of this machine. */
  tenant: z.string().min(1).nullable(),
  /** Of the whole key, in hex. A key is random, so that no slow hash is needed. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
export type KeyRecord = Readonly<z.output<typeof keyRecordSchema>>;

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export interface NewKey {
  /** Shown once, and kept nowhere. */
  key: string;
  record: KeyRecord;
}

export function createApiKey(about: Pick<KeyRecord, "name" | "tenant" | "createdAt" | "expiresAt">): NewKey {
  const id = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  const body = `proxx_${id}_${randomBytes(32).toString("base64url")}`;
  const key = body + checksum(body);
  return { key, record: { id, ...about, sha256: hash(key).toString("hex"), revokedAt: null } };
}

/** The id in a key; null where it is no key at all, which its checksum shows. */
export function idOfKey(key: string): string | null {
  const [, body = "", id = null, sum] = /^(proxx_([a-z0-9]{12})_[\w-]{43})([0-9a-f]{8})$/.exec(key) ?? [];
  return sum === checksum(body) ? id : null;
}

/** Whether it is this key, and may be used. It takes as long where there is no such key. */
export function isKey(key: string, record: KeyRecord | null, nowMs: number): record is KeyRecord {
  const expected = record === null ? NOTHING : Buffer.from(record.sha256, "hex");
  const isSame = timingSafeEqual(hash(key), expected);
  return record !== null && isSame && isUsable(record, nowMs);
}

/** Whether a key that was recognised may be used. */
export function isUsable({ revokedAt, expiresAt }: KeyRecord, nowMs: number): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > nowMs);
}

const NOTHING = Buffer.alloc(32);

function hash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** Shows a scanner of secrets, and us, that a text is a key, and whole. */
function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

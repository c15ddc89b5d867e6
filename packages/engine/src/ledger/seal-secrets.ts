import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";

/** Keeps what came with a plan and is nobody's to read. */
export interface Sealer {
  /** What can be written as JSON. */
  seal(secret: unknown): Promise<string>;
  /** Null where it cannot be read: the key is another one than it was. */
  unseal<Secret>(sealed: string, schema: z.ZodType<Secret>): Promise<Secret | null>;
  /** A key for something else, of which this one cannot be worked out. */
  keyFor(purpose: string): Promise<Buffer>;
}

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps secrets under a key, which is read when it is first needed. */
export function createSealer({ readKey }: { readKey: () => Promise<Buffer> }): Sealer {
  let key: Promise<Buffer> | null = null;
  const keyOnce = () => {
    key ??= readKey().catch((error: unknown) => {
      key = null;
      throw error;
    });
    return key;
  };
  return {
    async seal(secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, await keyOnce(), nonce);
      const sealed = [nonce, cipher.update(JSON.stringify(secret), "utf8"), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString("base64");
    },
    keyFor: async (purpose) =>
      createHmac("sha256", await keyOnce())
        .update(purpose)
        .digest(),
    async unseal(sealed, schema) {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv(ALGORITHM, await keyOnce(), bytes.subarray(0, NONCE_BYTES));
      try {
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
        return schema.parse(JSON.parse(Buffer.concat(text).toString("utf8")));
      } catch {
        return null;
      }
    },
  };
}

/** A key in a file that only its owner can read, made where there is none. */
export async function readOrMakeKey(path: string): Promise<Buffer> {
  try {
    return await readKeyFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const temporary = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(temporary, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  try {
    // Of several who make one at the same time, the first has made it.
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  return readKeyFile(path);
}

async function readKeyFile(path: string): Promise<Buffer> {
  const key = await readFile(path);
  if (key.length !== KEY_BYTES) throw new Error(`Expected ${path} to be a key of ${KEY_BYTES} bytes`);
  return key;
}

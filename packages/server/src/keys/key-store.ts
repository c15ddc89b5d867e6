import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
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

/** Keys in a folder, a file each that its owner alone may read, so that those who make keys at the same time do not meet. */
export function createKeyStore(folder: string): KeyStore {
  const pathOf = (id: string) => join(folder, `${id}.json`);
  const ids = async () => (await namesIn(folder)).flatMap((name) => /^([a-z0-9]{12})\.json$/.exec(name)?.[1] ?? []);

  async function find(id: string): Promise<KeyRecord | null> {
    if (!/^[a-z0-9]{12}$/.test(id)) return null;
    const text = await readFile(pathOf(id), "utf8").catch(nothingThere);
    return text === null ? null : keyRecordSchema.parse(JSON.parse(text));
  }

  return {
    find,
    async list() {
      const records = await Promise.all((await ids()).map(find));
      return records
        .filter((record) => record !== null)
        .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
    },
    async save(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = join(folder, `.${randomUUID()}`);
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(`${JSON.stringify(record, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, pathOf(record.id)).catch(async (error: unknown) => {
        await rm(temporary, { force: true });
        throw error;
      });
      // What was told to be made, or revoked, is so after a power cut too.
      const opened = await open(folder);
      try {
        await opened.sync();
      } finally {
        await opened.close();
      }
    },
    isUsed: async () => (await ids()).length > 0,
  };
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(nothingThere)) ?? [];
}

function nothingThere(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

import type { KeptFile, Sweep } from "@proxx/engine";
import type { ListedObject, S3Client } from "../s3/s3-client.ts";
import { readNote, writeNote, type ObjectNote } from "./object-note.ts";

interface SweepBucketOptions {
  client: S3Client;
  /** What all keys begin with. */
  prefix: string;
  /** Resolves when whoever has found a file before must have said so in the ledger. */
  grace: () => Promise<unknown>;
}

const NOTE = ".note";

/**
 * Clears the artifacts of a bucket while others use it. A bucket does not tell what was used, so the ledger has to: first the notes go,
 * without which nobody finds a file; then, when whoever had found one before must have said so, the ledger is asked, and what is needed
 * has its note again. Who brings a file in between sends it with a note, and it stays.
 */
export function sweepBucket({ client, prefix, grace }: SweepBucketOptions): Sweep {
  const keyOf = (sha256: string) => `${prefix}artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  const noteOf = (sha256: string) => `${keyOf(sha256)}${NOTE}`;

  async function* objects(below: string): AsyncGenerator<ListedObject> {
    for (let page = await client.list(below); page.length > 0;) {
      yield* page;
      page = await client.list(below, { after: page.at(-1)?.key ?? "" });
    }
  }

  return {
    async *list() {
      // A note comes behind its file, in the order of keys. Files without one were never whole, or are half removed.
      let [sha256, bytes, usedAtMs] = ["", 0, 0];
      for await (const object of objects(`${prefix}artifacts/`)) {
        const own = shaOf(object.key.slice(`${prefix}artifacts/`.length));
        if (own === null) continue;
        if (own !== sha256) {
          if (sha256 !== "") yield { sha256, bytes, usedAtMs };
          [sha256, bytes, usedAtMs] = [own, 0, 0];
        }
        if (!object.key.endsWith(NOTE)) bytes = object.size;
        usedAtMs = Math.max(usedAtMs, Date.parse(object.modifiedAt));
      }
      if (sha256 !== "") yield { sha256, bytes, usedAtMs };
    },
    async remove(files, isNeeded) {
      const notes = new Map<string, ObjectNote | null>();
      for (const { sha256 } of files) {
        notes.set(sha256, await readNote(client, noteOf(sha256)));
        await client.remove(noteOf(sha256));
      }
      if (files.length > 0) await grace();
      const isStillNeeded = await isNeeded();
      const gone: KeptFile[] = [];
      for (const file of files) {
        const { sha256 } = file;
        const cameAgain = (await client.head(noteOf(sha256))) !== null;
        const note = notes.get(sha256) ?? null;
        if (!cameAgain && isStillNeeded(sha256)) {
          if (note !== null) await writeNote(client, noteOf(sha256), note);
        } else if (!cameAgain) {
          await client.remove(keyOf(sha256));
          gone.push(file);
        }
      }
      return gone;
    },
    // All of them: what is on other machines is believed without asking the bucket, as long as something says that it was made.
    async forgetMade(madeBeforeMs) {
      for (const below of ["reuse/", "tenants/"]) {
        for await (const { key, modifiedAt } of objects(`${prefix}${below}`)) {
          if (Date.parse(modifiedAt) < madeBeforeMs && key.endsWith(".json")) await client.remove(key);
        }
      }
    },
  };
}

function shaOf(name: string): string | null {
  const [, first = "", rest = ""] = /^([0-9a-f]{2})\/([0-9a-f]{62})(?:\.note)?$/.exec(name) ?? [];
  return first === "" ? null : first + rest;
}

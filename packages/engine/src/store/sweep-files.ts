import { randomUUID } from "node:crypto";
import { link, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { noteSchema } from "./file-artifact-store.ts";
import { forgetReuse } from "./forget-reuse.ts";
import { readJsonFile } from "./json-file.ts";

/** A file that a store has. */
export interface KeptFile {
  readonly sha256: string;
  readonly bytes: number;
  /** When somebody put it in, or looked for it, last. */
  readonly usedAtMs: number;
}

/** What is in a store, for whoever clears it. */
export interface Sweep {
  list(): AsyncIterable<KeptFile>;
  /**
   * Removes those that nobody has used since they were listed. A store that cannot tell asks `isNeeded` when nobody can find them
   * any more. Gives those that are gone.
   */
  remove(
    files: readonly KeptFile[],
    isNeeded: () => Promise<(sha256: string) => boolean>,
  ): Promise<readonly KeptFile[]>;
  /** Forgets what was made of what before, so that none of it is made use of any more. */
  forgetMade(madeBeforeMs: number): Promise<void>;
}

/** What was left in the middle of a removal, after so long. */
const LEFT_MS = 3600_000;
const ASIDE = ".aside-";

/**
 * Clears the artifacts of a home while others use it. Whoever finds a file touches its note, and fails to where the note is not there
 * any more. So the note is put aside first, and looked at: from then on nobody finds the file, and whoever had found it before shows.
 * Who brings the same bytes in that moment looks afterwards whether they are still there (`put`); and where their note has come
 * in between, the bytes are put back, which a second link has kept.
 */
export function sweepFiles(home: string): Sweep {
  const folder = join(home, "artifacts");
  const placeOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));

  async function removeOne({ sha256, usedAtMs }: KeptFile): Promise<boolean> {
    const notePath = `${placeOf(sha256)}.note`;
    const note = await readJsonFile(notePath, noteSchema);
    if (note === null) return false;
    const path = join(dirname(notePath), note.fileName);
    const aside = `${notePath}${ASIDE}${randomUUID()}`;
    const second = `${path}${ASIDE}${randomUUID()}`;
    try {
      if (!(await unlessMissing(rename(notePath, aside)))) return false;
      if ((await stat(aside)).mtimeMs !== usedAtMs) {
        await unlessTaken(link(aside, notePath));
        return false;
      }
      if (!(await unlessMissing(link(path, second)))) return true;
      await rm(path, { force: true });
      if ((await readJsonFile(notePath, noteSchema)) === null) return true;
      await unlessTaken(link(second, path));
      return false;
    } finally {
      await rm(aside, { force: true });
      await rm(second, { force: true });
    }
  }

  return {
    async *list() {
      for (const name of await namesIn(folder)) {
        if (!/^[0-9a-f]{2}$/.test(name)) continue;
        for (const file of await namesIn(join(folder, name))) {
          const path = join(folder, name, file);
          if (file.includes(ASIDE)) await removeLeft(path);
          if (!/^[0-9a-f]{62}\.note$/.test(file)) continue;
          const [note, times] = await Promise.all([readJsonFile(path, noteSchema), stat(path).catch(() => null)]);
          if (note === null || times === null) continue;
          yield { sha256: note.artifact.sha256, bytes: note.artifact.size, usedAtMs: times.mtimeMs };
        }
      }
    },
    async remove(files) {
      const gone: KeptFile[] = [];
      for (const file of files) if (await removeOne(file)) gone.push(file);
      return gone;
    },
    // What is still there is as good as ever.
    forgetMade: (madeBeforeMs) =>
      forgetReuse(home, {
        madeBeforeMs,
        isThere: async (sha256) => (await readJsonFile(`${placeOf(sha256)}.note`, noteSchema)) !== null,
      }),
  };
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** By somebody who was killed. */
async function removeLeft(path: string): Promise<void> {
  const times = await stat(path).catch(() => null);
  if (times !== null && Date.now() - times.ctimeMs > LEFT_MS) await rm(path, { force: true });
}

/** Whether it was done; false where there is no such file. */
function unlessMissing(work: Promise<void>): Promise<boolean> {
  return unless("ENOENT", work);
}

function unlessTaken(work: Promise<void>): Promise<boolean> {
  return unless("EEXIST", work);
}

async function unless(code: string, work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}

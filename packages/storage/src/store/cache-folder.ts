import { readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface CacheFolder {
  /** Whether a file is known to be in the bucket. It counts as used now. */
  isKept(sha256: string): Promise<boolean>;
  /** Notes that a file of so many bytes is in the bucket, so that it may go from here. */
  keep(sha256: string, size: number): Promise<void>;
  /** Notes that it is not known to be in the bucket. */
  doubt(sha256: string): Promise<void>;
  /** Files that somebody reads, which stay until they are released. */
  hold(sha256s: readonly string[]): () => void;
  /** Ends what is under way. */
  settled(): Promise<void>;
}

export interface CacheFolderOptions {
  /** That of a file store: `ab/cdef….mp4` and its note; the mark of this class stands beside them. */
  folder: string;
  maxBytes: number;
  /** What was used within this time stays in any case. @default ten minutes */
  recentMs?: number | undefined;
  now: () => number;
}

interface Entry {
  readonly paths: readonly string[];
  readonly mark: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

const MARK = ".kept";
/** Leaves room, so that not every file that comes has another one looked for. */
const FULL_SHARE = 0.9;

/**
 * What of a bucket lies on this machine, and how much of it. A mark beside a file says that the bucket has it; its time is when
 * it was used last. What is over the limit goes, the longest unused first, and never what somebody holds: holders touch the
 * marks again and again, so that other processes with the same folder see it too.
 */
export function createCacheFolder({ folder, maxBytes, recentMs = 600_000, now }: CacheFolderOptions): CacheFolder {
  const held = new Map<string, number>();
  const markOf = (sha256: string) => join(folder, sha256.slice(0, 2), `${sha256.slice(2)}${MARK}`);
  let bytes: number | null = null;
  let trimming: Promise<void> | null = null;
  let trimmedAtMs = -Infinity;
  let touching: NodeJS.Timeout | null = null;

  async function touch(sha256: string): Promise<boolean> {
    const time = new Date(now());
    try {
      await utimes(markOf(sha256), time, time);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
  }

  async function trim(): Promise<void> {
    trimmedAtMs = now();
    const entries = await readEntries(folder);
    bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    if (bytes <= maxBytes) return;
    const isHeld = new Set(Array.from(held.keys(), markOf));
    for (const entry of entries.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
      if (bytes <= maxBytes * FULL_SHARE) return;
      if (isHeld.has(entry.mark)) continue;
      const used = await stat(entry.mark).catch(() => null);
      if (used === null || now() - used.mtimeMs < recentMs) continue;
      // The mark first: without it the file is not believed to be in the bucket, whatever is left of it here.
      for (const path of [entry.mark, ...entry.paths]) await rm(path, { force: true });
      bytes -= entry.bytes;
    }
  }

  return {
    isKept: touch,
    async keep(sha256, size) {
      const isNew = !(await touch(sha256));
      if (isNew) {
        await writeFile(markOf(sha256), "");
        await touch(sha256);
      }
      if (bytes !== null && isNew) bytes += size;
      // Where all that is here is in use, nothing is found however often it is looked for.
      if (bytes !== null && (bytes <= maxBytes || now() - trimmedAtMs < recentMs / 20)) return;
      trimming ??= trim().finally(() => (trimming = null));
      await trimming;
    },
    doubt: (sha256) => rm(markOf(sha256), { force: true }),
    hold(sha256s) {
      for (const sha256 of sha256s) held.set(sha256, (held.get(sha256) ?? 0) + 1);
      touching ??= setInterval(() => {
        for (const sha256 of held.keys()) void touch(sha256).catch(() => {});
      }, recentMs / 4).unref();
      return () => {
        for (const sha256 of sha256s) {
          const count = (held.get(sha256) ?? 1) - 1;
          if (count === 0) held.delete(sha256);
          else held.set(sha256, count);
        }
        if (held.size > 0 || touching === null) return;
        clearInterval(touching);
        touching = null;
      };
    },
    settled: async () => void (await trimming),
  };
}

/** The files that have a mark, with all that belongs to each. */
async function readEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    const names = await readdir(join(folder, name));
    for (const mark of names.filter((one) => one.endsWith(MARK))) {
      const stem = mark.slice(0, -MARK.length);
      const others = names.filter((one) => one !== mark && (one === stem || one.startsWith(`${stem}.`)));
      const paths = others.map((one) => join(folder, name, one));
      const stats = await Promise.all([join(folder, name, mark), ...paths].map((path) => stat(path).catch(() => null)));
      const bytes = stats.reduce((sum, one) => sum + (one?.size ?? 0), 0);
      entries.push({ paths, mark: join(folder, name, mark), bytes, usedAtMs: stats[0]?.mtimeMs ?? 0 });
    }
  }
  return entries;
}

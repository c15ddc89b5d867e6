import { randomUUID } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { open, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

/** The clock that stamps the files of a device, as far as it is ahead of this machine's. */
export interface FileClock {
  /** Null where it is not known; then no file is old at first sight. */
  device: number | null;
  offsetMs: number;
}

/**
 * Tells whether a file is still being written. It is stable when it has not changed for the settle time. Where the clock of
 * its file server is known, one look is enough: the file was last touched longer ago than the settle time. Where that clock
 * is not known (the file is on another disk than the watch folder), or gives a time in the future, two looks are needed
 * that are the settle time apart and see the same.
 */
export function createStabilityWatch(settleMs: number, clock: FileClock) {
  const seen = new Map<string, { signs: string; sinceMs: number }>();
  return {
    isStable: (path: string, file: Pick<BigIntStats, "size" | "mtimeNs" | "ctimeNs" | "ino" | "dev">): boolean => {
      // ctime too: a copy that keeps the source's mtime cannot keep its ctime.
      const touchedNs = file.mtimeNs > file.ctimeNs ? file.mtimeNs : file.ctimeNs;
      const ageMs = Date.now() + clock.offsetMs - Number(touchedNs / 1_000_000n);
      if (Number(file.dev) === clock.device && ageMs >= settleMs) {
        seen.delete(path);
        return true;
      }
      const signs = `${file.ino} ${file.size} ${file.mtimeNs} ${file.ctimeNs}`;
      const earlier = seen.get(path);
      const nowMs = performance.now();
      if (earlier?.signs !== signs) {
        // What was looked at and then went away must not be kept for ever; the newest half is.
        if (seen.size >= MOST_SEEN) for (const old of [...seen.keys()].slice(0, MOST_SEEN / 2)) seen.delete(old);
        seen.delete(path);
        seen.set(path, { signs, sinceMs: nowMs });
        return settleMs === 0;
      }
      return nowMs - earlier.sinceMs >= settleMs;
    },
  };
}

const MOST_SEEN = 200_000;

/** How far the clock that stamps the folder's files is ahead of this machine's: a file server has its own. */
export async function measureClock(root: string): Promise<FileClock> {
  const path = join(root, `.proxx-clock.${randomUUID()}`);
  try {
    const before = Date.now();
    // Nothing is written: a full disk still has room for a name, and the name has its time.
    const handle = await open(path, "wx");
    await handle.close();
    const { mtimeMs, dev } = await stat(path);
    const after = Date.now();
    const offsetMs = mtimeMs < before ? mtimeMs - before : Math.max(0, mtimeMs - after);
    // Coarse stamps (ext4 takes the kernel's last tick, FAT two seconds) are no offset.
    return { device: dev, offsetMs: Math.abs(offsetMs) < 50 ? 0 : offsetMs };
  } catch {
    return { device: null, offsetMs: 0 };
  } finally {
    await unlink(path).catch(() => {});
  }
}

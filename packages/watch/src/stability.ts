import { open, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

/** The part of a file's facts that changes when somebody writes to it. */
export interface FileSigns {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
  dev: number;
}

/**
 * Tells whether files are still being written: stable is what has not changed for the settle time. A file that was last
 * touched longer ago than that is stable at first sight, by the file server's clock; where that clock cannot be known
 * (another disk than the watch folder's), or gives a time in the future, it is stable when two looks that far apart see
 * the same.
 */
export function createStabilityWatch(settleMs: number, clock: { device: number; offsetMs: number }) {
  const seen = new Map<string, { signs: string; sinceMs: number }>();
  return {
    isStable: (path: string, file: FileSigns): boolean => {
      // Paths that were looked at and then went away must not be kept for ever.
      if (seen.size > 50_000) seen.clear();
      // ctime too: a copy that keeps the source's mtime cannot keep its ctime.
      const ageMs = Date.now() + clock.offsetMs - Math.max(file.mtimeMs, file.ctimeMs);
      if (file.dev === clock.device && ageMs >= settleMs) {
        seen.delete(path);
        return true;
      }
      const signs = `${file.ino} ${file.size} ${file.mtimeMs} ${file.ctimeMs}`;
      const earlier = seen.get(path);
      const nowMs = performance.now();
      if (earlier?.signs !== signs) {
        seen.set(path, { signs, sinceMs: nowMs });
        return settleMs === 0;
      }
      return nowMs - earlier.sinceMs >= settleMs;
    },
  };
}

/** How far the clock that stamps the folder's files is ahead of this machine's: a file server has its own. */
export async function measureClock(root: string): Promise<{ device: number; offsetMs: number }> {
  const path = join(root, `.proxx-clock.${process.pid}`);
  const before = Date.now();
  try {
    const handle = await open(path, "w");
    await handle.write("now");
    await handle.close();
    const { mtimeMs, dev } = await stat(path);
    const after = Date.now();
    const offsetMs = mtimeMs < before ? mtimeMs - before : Math.max(0, mtimeMs - after);
    // Coarse stamps (ext4 takes the kernel's last tick, FAT two seconds) are no offset.
    return { device: dev, offsetMs: Math.abs(offsetMs) < 50 ? 0 : offsetMs };
  } finally {
    await unlink(path).catch(() => {});
  }
}

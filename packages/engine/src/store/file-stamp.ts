import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { z } from "zod";

/** What changes when a file does. Numbers of nanoseconds do not fit a JSON number, so all are texts. */
export const fileStampSchema = z.object({
  device: z.string(),
  inode: z.string(),
  size: z.string(),
  modifiedNs: z.string(),
  changedNs: z.string(),
});
export type FileStamp = z.output<typeof fileStampSchema>;

function stampOf(stats: BigIntStats): FileStamp {
  return {
    device: String(stats.dev),
    inode: String(stats.ino),
    size: String(stats.size),
    modifiedNs: String(stats.mtimeNs),
    changedNs: String(stats.ctimeNs),
  };
}

/** The stamp of a regular file; null where there is none. */
export async function readStamp(path: string): Promise<FileStamp | null> {
  try {
    const stats = await stat(path, { bigint: true });
    return stats.isFile() ? stampOf(stats) : null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

export function sameStamp(one: FileStamp, other: FileStamp): boolean {
  return (
    one.device === other.device &&
    one.inode === other.inode &&
    one.size === other.size &&
    one.modifiedNs === other.modifiedNs &&
    one.changedNs === other.changedNs
  );
}

/** A clock of a file system can be as coarse as 2 s (FAT): a change so soon after the last need not show in the stamp. */
const SETTLED_MS = 2000;

/** Whether a stamp that was taken at this moment tells a later change for certain (git calls one that does not "racy"). */
export function isSettled(stamp: FileStamp, takenAtMs: number): boolean {
  return takenAtMs - Number(BigInt(stamp.changedNs) / 1_000_000n) >= SETTLED_MS;
}

import { stat, unlink } from "node:fs/promises";
import { hashFile } from "@proxx/media";
import type { PublishIntent } from "./publish-log.ts";

/**
 * Whether the final name bears the very file that a process was about to publish when it ended: the same inode, or where inodes
 * do not last, the same bytes. What is half-way is completed: a file that has both of its names keeps the final one.
 */
export async function wasPublished(output: string, { clip, workingPath, inode }: PublishIntent): Promise<boolean> {
  const found = await stat(output, { bigint: true }).catch(nullIfMissing);
  if (found === null) return false;
  const working = await inodeOf(workingPath);
  // Between `link` and `unlink` the file has both of its names.
  const both = working === String(found.ino);
  if (working !== null && !both) {
    // It never got its name. Where there are no hard links an empty file may be reserving it.
    if (found.size === 0n) await unlink(output);
    return false;
  }
  if (Number(found.size) !== clip.output_size_bytes) return false;
  const same = both || String(found.ino) === inode || (await hashFile(output)) === clip.output_sha256;
  if (both) await unlink(workingPath);
  return same;
}

async function inodeOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(nullIfMissing);
  return found === null ? null : String(found.ino);
}

function nullIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

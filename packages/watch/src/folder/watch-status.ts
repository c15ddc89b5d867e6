import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { lastEntry, readSpecJournal } from "../job/spec-journal.ts";
import { readLock, type LockHolder } from "./folder-lock.ts";
import { checkWatchFolder, STATE_FOLDERS, type StateFolder } from "./watch-folder.ts";

export interface WatchStatus {
  root: string;
  counts: Record<StateFolder, number>;
  /** Who watches the folder; `alive` is false for a lock that its holder left behind. */
  runner: { host: string; pid: number; since: string; alive: boolean } | null;
  running: { spec: string; since: string | null; clips: number | null; published: number }[];
}

/** What a watch folder holds, read from outside: takes no lock, changes nothing. */
export async function readWatchStatus(path: string): Promise<WatchStatus> {
  const root = await checkWatchFolder(path);
  const counts = { pending: 0, running: 0, completed: 0, failed: 0 };
  let running: string[] = [];
  for (const state of STATE_FOLDERS) {
    const specs = await listSpecs(join(root, state));
    counts[state] = specs.length;
    if (state === "running") running = specs;
  }
  const lock = await readLock(root);
  return {
    root,
    counts,
    runner: lock && { ...describe(lock.holder), alive: lock.alive },
    running: await Promise.all(running.map((spec) => readRunning(root, spec))),
  };
}

async function readRunning(root: string, spec: string): Promise<WatchStatus["running"][number]> {
  const entries = await readSpecJournal(join(root, "running", `${spec}.journal`)).catch(() => []);
  const job = lastEntry(entries, "job");
  const published = new Set(entries.flatMap((entry) => (entry.type === "clip-published" ? [entry.index] : []))).size;
  const since =
    job?.at ??
    (await stat(join(root, "running", spec)).then(
      ({ ctime }) => ctime.toISOString(),
      () => null,
    ));
  return { spec, since, clips: job?.clips.length ?? null, published };
}

async function listSpecs(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => /(^|\/)[^./][^/]*\.json$/.test(name) && !name.endsWith(".result.json")).sort();
}

function describe({ host, pid, since }: LockHolder) {
  return { host, pid, since };
}

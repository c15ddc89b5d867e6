import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  jobResultSchema,
  WATCH_STATES,
  type JobResult,
  type WatchedSpec,
  type WatchFolder,
  type WatchState,
} from "@proxx/contract";

const MAX_SHOWN = 20;
/** Longer than any result of two hundred clips. */
const MAX_RESULT_BYTES = 8 * 1024 ** 2;

/** What lies in a watch folder. Whatever cannot be read is as good as not there: the files are somebody else's, who moves them. */
export async function readWatchFolder(path: string): Promise<WatchFolder> {
  const lists = await Promise.all(WATCH_STATES.map(async (state) => [state, await readList(path, state)] as const));
  return { path, ...(Object.fromEntries(lists) as Pick<WatchFolder, WatchState>) };
}

async function readList(path: string, state: WatchState): Promise<WatchFolder[WatchState]> {
  const names = await specsOf(join(path, state));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, atMs: await changedAt(join(path, state, name)) })),
  );
  dated.sort((one, other) => other.atMs - one.atMs);
  const specs = dated.slice(0, MAX_SHOWN).map(async ({ name, atMs }): Promise<WatchedSpec> => {
    return { name, changedAt: new Date(atMs).toISOString(), result: await readResult(path, state, name) };
  });
  return { count: names.length, specs: await Promise.all(specs) };
}

/** The names that a watch folder takes for JobSpecs. */
async function specsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return files.filter((name) => name.endsWith(".json") && !name.endsWith(".result.json") && !name.startsWith("."));
}

async function changedAt(path: string): Promise<number> {
  const stats = await stat(path).catch(() => null);
  return Math.round(stats?.mtimeMs ?? 0);
}

/** The result beside a JobSpec; null where there is none. */
export async function readResult(path: string, state: WatchState, name: string): Promise<JobResult | null> {
  const file = join(path, state, name.replace(/\.json$/, ".result.json"));
  const stats = await stat(file).catch(() => null);
  if (stats === null || !stats.isFile() || stats.size > MAX_RESULT_BYTES) return null;
  try {
    const parsed = jobResultSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

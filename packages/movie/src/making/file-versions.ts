import { watch, type FSWatcher } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * The text of a file, and again each time that it is another one, until the signal. File systems lose events and some have
 * none: what is read every now and then counts, and an event only makes it sooner. A file that is being written is waited for.
 */
export async function* fileVersions(
  path: string,
  { signal, pollMs = 500, settleMs = 40 }: { signal: AbortSignal; pollMs?: number; settleMs?: number },
): AsyncGenerator<string, void> {
  let last: string | null = null;
  let nudge = new AbortController();
  const watcher = watchFolderOf(path, () => nudge.abort());
  try {
    while (!signal.aborted) {
      const text = await readIfThere(path);
      if (text === null || text === last) {
        await pause(pollMs, AbortSignal.any([signal, nudge.signal]));
        nudge = new AbortController();
        continue;
      }
      await pause(settleMs, signal);
      if ((await readIfThere(path)) !== text) continue;
      last = text;
      yield text;
    }
  } finally {
    watcher?.close();
  }
}

/** Editors put a new file in the old one's place: only the folder tells of that. */
function watchFolderOf(path: string, onEvent: () => void): FSWatcher | null {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) onEvent();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch (error) {
    // No more watches are to be had, or the file system has none.
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * The runner of a watch folder. It has three states:
 *
 * - `starting`: it takes the folder's lock and puts away what a dead runner left.
 * - `watching`: whenever something happens (a poll is due, the file system tells of a change, a slot becomes free), it fills
 *   the free slots from `pending/`, in order. A result that cannot be written (the disk is full, a folder has been made
 *   read-only) is kept and tried again at each poll; nothing new is claimed until then. While `pending/` cannot be read, or
 *   nothing can be claimed, the runner is held: it tries again at each poll.
 * - `stopping`, from the first request to stop: running encodes are ended and settled as interrupted, and the lock is
 *   released. When the folder is gone, or belongs to another runner now, the runner ends at once.
 */
import { EventEmitter } from "node:events";
import { watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import { errorMessage, ProxxError } from "@proxx/contract";
import { acquireFolderLock } from "./folder/folder-lock.ts";
import { recoverSpecs, type RecoveredSpec } from "./job/recover-specs.ts";
import { measureClock } from "./queue/stability.ts";
import type { TransitionListener } from "./folder/transition.ts";
import { createFlag, createWakeUp } from "./queue/wake-up.ts";
import type { WatchEventMap } from "./watch-event.ts";
import { checkRoot, openWatchFolder, type WatchFolder } from "./folder/watch-folder.ts";
import { createWatchLoop } from "./watch-loop.ts";
import { normaliseOptions, type Settings, type WatcherOptions } from "./watcher-options.ts";

export interface Watcher extends EventEmitter<WatchEventMap> {
  /** Watches until `close` is called, or with `once` until the pass is over. Rejects when the folder cannot be watched. */
  run(): Promise<void>;
  /** Ends running encodes, puts their specs away, releases the folder; resolves when that is done. */
  close(): Promise<void>;
}

/**
 * @example
 * const watcher = createWatcher("/media/watch", { maxWorkers: 2 });
 * watcher.on("job-finished", ({ spec, status }) => console.log(spec, status));
 * process.once("SIGTERM", () => watcher.close());
 * await watcher.run();
 */
export function createWatcher(root: string, options: WatcherOptions = {}): Watcher {
  const events = new EventEmitter<WatchEventMap>();
  const stop = new AbortController();
  const wakeUp = createWakeUp();
  let running: Promise<void> | null = null;
  return Object.assign(events, {
    run: () => (running ??= runWatcher(root, normaliseOptions(options), events, stop.signal, wakeUp)),
    close: async () => {
      stop.abort();
      wakeUp.wake();
      // Whoever called `run` is told what went wrong there.
      await running?.catch(() => {});
    },
  });
}

async function runWatcher(
  root: string,
  settings: Settings,
  events: EventEmitter<WatchEventMap>,
  stop: AbortSignal,
  wakeUp: ReturnType<typeof createWakeUp>,
): Promise<void> {
  // Before anything is made: whoever is refused leaves no trace.
  const lock = await acquireFolderLock(await checkRoot(root));
  let fileEvents: FSWatcher | null = null;
  const counts = { completed: 0, failed: 0 };
  events.on("job-finished", ({ status }) => (status === "COMPLETED" ? counts.completed++ : counts.failed++));
  try {
    const folder = await openWatchFolder(root);
    const recovered = await recover(folder, settings.onTransition);
    for (const { spec, status, specPath } of recovered) {
      events.emit("job-recovered", { spec, status, to: specPath, why: "runner interrupted" });
    }
    events.emit("watch-started", { root: folder.root, maxWorkers: settings.maxWorkers, recovered: recovered.length });
    const changes = createFlag();
    fileEvents = watchFiles(folder, settings, () => {
      changes.set();
      wakeUp.wake();
    });
    try {
      const clock = await measureClock(folder.root);
      await createWatchLoop({ folder, lock, settings, events, stop, wakeUp, changes, clock }).run();
    } finally {
      events.emit("watch-stopped", counts);
    }
  } finally {
    fileEvents?.close();
    // A folder that is gone has no lock to release.
    await lock.release().catch(() => {});
  }
}

async function recover(folder: WatchFolder, onTransition: TransitionListener): Promise<RecoveredSpec[]> {
  try {
    return await recoverSpecs(folder, onTransition);
  } catch (cause) {
    if (cause instanceof ProxxError) throw cause;
    throw new ProxxError(
      "folder_unusable",
      `What a dead runner left in ${folder.root} cannot be put away: ${errorMessage(cause)}.`,
      {
        hint: "Check that the disk has room and that this user may write to the folders, and start the runner again.",
        cause,
      },
    );
  }
}

/** Events only hurry the next look; where there are none (network shares), or they fail, the poll is all that is needed. */
function watchFiles(folder: WatchFolder, { recursive }: Settings, wake: () => void): FSWatcher | null {
  try {
    const watcher = watch(join(folder.root, "pending"), { recursive, persistent: false }, wake);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

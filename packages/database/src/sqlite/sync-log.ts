import { open as openFile, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";

/** Puts on the disk what has been committed, which stands in the log beside the database file. */
export interface LogSync {
  /** Resolves when all that was committed before this call is on the disk; those who wait at the same time wait for one. */
  sync(): Promise<void>;
  /** The same in a while, for nobody who waits. */
  wake(): void;
  close(): Promise<void>;
}

/**
 * SQLite itself would do it within COMMIT, in which this process stands still; here its other work goes on meanwhile. The log is
 * there, and remains the same file, as long as a connection of this process is open. (No file that SQLite locks is opened:
 * closing it would give its locks away.)
 */
export function createLogSync(
  path: string,
  open: (path: string) => Promise<Pick<FileHandle, "datasync" | "close">> = openLog,
): LogSync {
  let log: ReturnType<typeof open> | null = null;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  /** Of which nobody was told yet: what was lost by it, the disk does not say again. */
  let owed: { readonly error: Error } | null = null;

  async function run(): Promise<void> {
    log ??= open(`${path}-wal`).catch((error: unknown) => {
      log = null;
      throw error;
    });
    await (await log).datasync();
  }

  function begin(): Promise<void> {
    const own = run().finally(() => {
      if (running === own) running = null;
    });
    running = own;
    return own;
  }

  function sync(): Promise<void> {
    if (owed !== null) {
      const { error } = owed;
      owed = null;
      return Promise.reject(error);
    }
    if (running === null) return begin();
    // What runs has begun before, and may miss what was committed since.
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  }

  return {
    sync,
    wake() {
      if (next !== null) return;
      sync().catch((error: Error) => {
        owed = { error };
      });
    },
    async close() {
      await (next ?? running)?.catch(() => {});
      await (await log?.catch(() => null))?.close();
    },
  };
}

async function openLog(path: string): Promise<FileHandle> {
  // That there is such a file is to be on the disk as well.
  const folder = await openFile(dirname(path)).catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
  return openFile(path, "r+");
}

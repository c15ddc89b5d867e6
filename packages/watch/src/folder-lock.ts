/**
 * One runner per folder. The lock is a file that says who holds it; `link` makes it, which only one of several can do.
 * Whether a holder lives is asked of the process table where it can be (same boot, same pid namespace), and of the file's
 * age elsewhere: the holder touches it every two seconds. Only whoever holds the takeover lock may remove a dead one's
 * file, and looks again before doing so; so two that find the same dead holder cannot undo each other.
 */
import { randomUUID } from "node:crypto";
import { link, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { z } from "zod";
import { judgeProcess, ownIdentity, processIdentitySchema } from "./process-identity.ts";

const holderSchema = z.object({ ...processIdentitySchema.shape, token: z.string(), since: z.string() });
export type LockHolder = z.infer<typeof holderSchema>;

export interface FolderLock {
  /** Throws when somebody else has the folder now, or the folder is gone: nothing may be moved then. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

const LOCK_NAME = ".proxx-watch.lock";
const HEARTBEAT_MS = 2000;
/** Five missed beats. A holder that is only slow notices by `assertHeld` before it moves anything. */
const STALE_MS = 10_000;

/** Takes the lock of a watch folder, or fails with `folder_locked` and who has it. */
export async function acquireFolderLock(root: string): Promise<FolderLock> {
  const path = join(root, LOCK_NAME);
  const holder: LockHolder = { ...ownIdentity(), token: randomUUID(), since: new Date().toISOString() };
  if (!(await createLock(path, holder))) await takeOver(path, holder);
  return hold(path, holder);
}

/** Who holds the lock of a watch folder, and whether that is a living runner; null when nobody does. */
export async function readLock(root: string): Promise<{ holder: LockHolder; alive: boolean } | null> {
  const found = await inspect(join(root, LOCK_NAME));
  return found && { holder: found.holder, alive: found.alive };
}

function hold(path: string, holder: LockHolder): FolderLock {
  const beat = setInterval(() => {
    // What goes wrong here is noticed by assertHeld.
    touchIfOurs(path, holder).catch(() => {});
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    assertHeld: async () => {
      const found = await inspect(path);
      if (found?.holder.token === holder.token) return;
      throw lockLost(path, found?.holder ?? null);
    },
    release: async () => {
      clearInterval(beat);
      const found = await inspect(path);
      if (found?.holder.token === holder.token) await unlink(path);
    },
  };
}

async function touchIfOurs(path: string, { token }: LockHolder): Promise<void> {
  const now = new Date();
  if ((await inspect(path))?.holder.token === token) await utimes(path, now, now);
}

async function takeOver(path: string, holder: LockHolder): Promise<void> {
  const found = await inspect(path);
  if (found?.alive) throw lockedBy(path, found.holder);
  const takeover = `${path}.takeover`;
  await removeIfDead(takeover);
  if (!(await createLock(takeover, holder))) throw lockedBy(path, (await inspect(takeover))?.holder ?? holder);
  try {
    const again = await inspect(path);
    if (again?.alive) throw lockedBy(path, again.holder);
    await removeFile(path);
    if (!(await createLock(path, holder))) throw lockedBy(path, (await inspect(path))?.holder ?? holder);
  } finally {
    await removeFile(takeover);
  }
}

/** A takeover lock outlives its holder only when that is killed within the few milliseconds it has it. */
async function removeIfDead(path: string): Promise<void> {
  const found = await inspect(path);
  if (found === null || found.alive) return;
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(ignoreMissing);
  await removeFile(aside);
}

async function createLock(path: string, holder: LockHolder): Promise<boolean> {
  const written = `${path}.${holder.token}`;
  await writeFile(written, JSON.stringify(holder), { flag: "wx" });
  try {
    await link(written, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // No hard links here (exFAT, some network shares): an exclusive create is all there is.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    return writeFile(path, JSON.stringify(holder), { flag: "wx" }).then(
      () => true,
      () => false,
    );
  } finally {
    await removeFile(written);
  }
}

async function inspect(path: string): Promise<{ holder: LockHolder; alive: boolean } | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    const fresh = Date.now() - mtimeMs < STALE_MS;
    const parsed = holderSchema.safeParse(parseJson(text));
    // Not ours, or half written where there are no hard links: its age decides.
    if (!parsed.success) return { holder: { ...UNKNOWN_HOLDER, since: new Date(mtimeMs).toISOString() }, alive: fresh };
    const verdict = judgeProcess(parsed.data);
    return { holder: parsed.data, alive: verdict === "unknown" ? fresh : verdict === "alive" };
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

const UNKNOWN_HOLDER = { host: "unknown", pid: 0, world: null, startedTicks: null, token: "" };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

function lockedBy(path: string, { host, pid, since }: LockHolder): ProxxError {
  return new ProxxError("folder_locked", `Another runner has this folder: process ${pid} on ${host}, since ${since}.`, {
    hint: `One runner works on a folder at a time. Stop the other one first; a lock of a dead one (${path}) is taken over by itself.`,
  });
}

function lockLost(path: string, holder: LockHolder | null): ProxxError {
  const who = holder === null ? "the lock file is gone" : `process ${holder.pid} on ${holder.host} has it now`;
  return new ProxxError("folder_lost", `This runner has lost its folder: ${who} (${path}).`, {
    hint: "Check that the folder is still there and mounted, and start the runner again.",
  });
}

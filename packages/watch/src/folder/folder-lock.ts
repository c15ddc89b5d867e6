/**
 * One runner per folder. The lock is a file that says who holds it. It is made with `link`, which only one of several
 * processes can succeed in.
 *
 * Whether the holder is alive is looked up in the process table where that is possible (same boot, same pid namespace).
 * Elsewhere the file's age decides: the holder touches it every two seconds, by the clock of the file server.
 *
 * Before a dead holder's file is removed, the right to remove it must be taken. That right is a lock of its own, named for
 * that holder, and whoever has it reads the file once more before removing it. So two processes that find the same dead
 * holder cannot both act, and the file of a new holder is never removed by mistake.
 */
import { randomUUID } from "node:crypto";
import { link as linkFile, readFile, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage, ProxxError } from "@proxx/contract";
import { judgeProcess, ownIdentity, processIdentitySchema } from "@proxx/media";
import { z } from "zod";
import { removeLockLeftovers } from "./remove-lock-leftovers.ts";
import { measureClock } from "../queue/stability.ts";

const holderSchema = z.object({ ...processIdentitySchema.shape, token: z.uuid(), since: z.string() });
export type LockHolder = z.infer<typeof holderSchema>;

export interface FolderLock {
  /** Throws when somebody else has the folder now, or the folder is gone: nothing may be moved then. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

const LOCK_NAME = ".proxx-watch.lock";
const HEARTBEAT_MS = 2000;
const MOST_LOOKS = 100;
/** Five missed beats. A holder that is only slow notices by `assertHeld` before it moves anything. */
const STALE_MS = 10_000;

interface LockOptions {
  /** Gives a file another name, or fails as a disk without hard links does. @default the disk's */
  link?: typeof linkFile;
}

/** Takes the lock of a watch folder, or fails with `folder_locked` and who has it, having written nothing. */
export async function acquireFolderLock(root: string, { link = linkFile }: LockOptions = {}): Promise<FolderLock> {
  const path = join(root, LOCK_NAME);
  const holder: LockHolder = { ...ownIdentity(), token: randomUUID(), since: new Date().toISOString() };
  try {
    await acquire(path, { holder, link });
    await removeLockLeftovers(root);
    return hold(path, holder, (await measureClock(root)).offsetMs);
  } catch (cause) {
    if (cause instanceof ProxxError) throw cause;
    throw new ProxxError("folder_unusable", `The lock of ${root} cannot be taken: ${errorMessage(cause)}.`, {
      hint: "Give this user the right to write to the folder, and check that its disk is there and has room.",
      cause,
    });
  }
}

/** Who holds the lock of a watch folder, and whether that is a living runner; null when nobody does. */
export async function readLock(root: string): Promise<{ holder: LockHolder; alive: boolean } | null> {
  const found = await read(join(root, LOCK_NAME));
  return found && { holder: found.holder, alive: isAlive(found, 0) };
}

/** Who wants to have a lock, and how it is made. */
interface Claim extends Required<LockOptions> {
  holder: LockHolder;
}

async function acquire(path: string, claim: Claim): Promise<void> {
  // Where it is taken and given back in the moment between two looks, whoever has it next is to be told of.
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const found = await read(path);
    if (found !== null) {
      if (isAlive(found, 0)) throw lockedBy(path, found.holder);
      // What looks old may be the clock of this machine that is ahead.
      const { offsetMs } = await measureClock(dirname(path));
      if (isAlive(found, offsetMs)) throw lockedBy(path, found.holder);
      await removeDead(path, found.holder, claim);
    }
    if (await createLock(path, claim)) return;
    const winner = await read(path);
    if (winner !== null) throw lockedBy(path, winner.holder);
  }
  throw lockedBy(path, null);
}

async function removeDead(path: string, dead: LockHolder, claim: Claim): Promise<void> {
  const right = join(dirname(path), `${LOCK_NAME}.after-${dead.token}`);
  await acquire(right, claim);
  try {
    if ((await read(path))?.holder.token === dead.token) await removeFile(path);
  } finally {
    await removeFile(right);
  }
}

function hold(path: string, holder: LockHolder, offsetMs: number): FolderLock {
  const beat = setInterval(() => {
    // What goes wrong here is noticed by assertHeld.
    touchIfOurs(path, holder, offsetMs).catch(() => {});
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    assertHeld: async () => {
      let found: FoundLock | null;
      try {
        found = await read(path);
      } catch (cause) {
        throw lockLost(`${path} cannot be read: ${errorMessage(cause)}`, cause);
      }
      if (found === null) throw lockLost(`the lock file ${path} is gone`);
      const { token, host, pid } = found.holder;
      if (token !== holder.token) throw lockLost(`process ${pid} on ${host} has it now (${path})`);
    },
    release: async () => {
      clearInterval(beat);
      if ((await read(path))?.holder.token === holder.token) await unlink(path);
    },
  };
}

async function touchIfOurs(path: string, { token }: LockHolder, offsetMs: number): Promise<void> {
  const now = new Date(Date.now() + offsetMs);
  if ((await read(path))?.holder.token === token) await utimes(path, now, now);
}

async function createLock(path: string, { holder, link }: Claim): Promise<boolean> {
  const written = `${path}.${holder.token}`;
  try {
    await writeFile(written, JSON.stringify(holder), { flag: "wx" });
    await link(written, path);
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // Not there any more: whoever has the lock now has cleared it away.
    if (code === "EEXIST" || (code === "ENOENT" && syscall === "link")) return false;
    // No hard links here (exFAT, some network shares): an exclusive create is all there is.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    return await writeFile(path, JSON.stringify(holder), { flag: "wx" }).then(
      () => true,
      () => false,
    );
  } finally {
    await removeFile(written);
  }
}

interface FoundLock {
  holder: LockHolder;
  mtimeMs: number;
  /** Not ours, or half written where there are no hard links: its age decides. */
  readable: boolean;
}

async function read(path: string): Promise<FoundLock | null> {
  try {
    const [text, { mtimeMs, ino }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    const parsed = holderSchema.safeParse(parseJson(text));
    if (parsed.success) return { holder: parsed.data, mtimeMs, readable: true };
    const unknown = { host: "unknown", pid: 0, world: null, startedTicks: null, token: `${ino}-${mtimeMs}` };
    return { holder: { ...unknown, since: new Date(mtimeMs).toISOString() }, mtimeMs, readable: false };
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

function isAlive({ holder, mtimeMs, readable }: FoundLock, offsetMs: number): boolean {
  const verdict = readable ? judgeProcess(holder) : "unknown";
  return verdict === "unknown" ? Date.now() + offsetMs - mtimeMs < STALE_MS : verdict === "alive";
}

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

function lockedBy(path: string, holder: LockHolder | null): ProxxError {
  const who =
    holder === null
      ? "it has this moment been taken and given back"
      : `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new ProxxError("folder_locked", `Another runner has this folder: ${who}.`, {
    hint: `One runner works on a folder at a time. Stop the other one first; a lock of a dead one (${path}) is taken over by itself.`,
  });
}

function lockLost(why: string, cause?: unknown): ProxxError {
  return new ProxxError("folder_lost", `This runner has lost its folder: ${why}.`, {
    hint: "Check that the folder is still there and mounted, and start the runner again.",
    cause,
  });
}

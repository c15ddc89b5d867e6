import { lstat, open, readFile, unlink } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import { publishFile } from "@proxx/media";
import { makeParent, type WatchFolder } from "../folder/watch-folder.ts";
import type { SpecJournal, SettlingEntry } from "./spec-journal.ts";

/** `a.json`, `a~2.json`, `a~3.json`: also below sub-folders. */
export function numbered(spec: string, number: number): string {
  return number === 1 ? spec : spec.replace(/\.json$/, `~${number}.json`);
}

/** Where the result of a settlement lies. */
export function resultPath(folder: WatchFolder, { to, name }: Pick<SettlingEntry, "to" | "name">): string {
  return folder.path(to, resultName(name));
}

/** Whether a spec of this name, or its result, is there already. */
export async function isTaken(folder: WatchFolder, to: "completed" | "failed", name: string): Promise<boolean> {
  return (await exists(folder.path(to, name))) || (await exists(folder.path(to, resultName(name))));
}

/** Writes the result beside its spec. False when somebody else has the name. */
export async function writeResult(folder: WatchFolder, journal: SpecJournal, entry: SettlingEntry): Promise<boolean> {
  const path = resultPath(folder, entry);
  await makeParent(path);
  const handle = await open(journal.draftPath, "w");
  try {
    await handle.writeFile(textOf(entry));
  } finally {
    await handle.close();
  }
  return publishUnlessTaken(journal.draftPath, path);
}

/** Whether the result that is there is the one of this settlement. */
export async function hasOwnResult(folder: WatchFolder, entry: SettlingEntry): Promise<boolean> {
  return (await readFile(resultPath(folder, entry), "utf8").catch(nullIfMissing)) === textOf(entry);
}

export async function removeOwnResult(folder: WatchFolder, entry: SettlingEntry): Promise<void> {
  if (await hasOwnResult(folder, entry)) await unlink(resultPath(folder, entry));
}

/** Gives a file its final name. False when somebody else has it. */
export async function publishUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await publishFile(from, to, "exactly");
    return true;
  } catch (error) {
    if (error instanceof ProxxError && error.code === "output_exists") return false;
    throw error;
  }
}

/**
 * Where there are no hard links a name is reserved by an empty file, which a crash may leave. The name was free when it
 * was written into the journal, so the empty file is that.
 */
export async function removeReservation(path: string): Promise<void> {
  const found = await lstat(path).catch(nullIfMissing);
  if (found?.isFile() && found.size === 0) await unlink(path);
}

/**
 * What a move keeps of a file and writing to it does not. Not the inode: it is given out again as soon as a file is
 * deleted, and some network shares make it up anew at each mount.
 */
export async function signsKeptByMove(path: string): Promise<string | null> {
  const found = await lstat(path, { bigint: true }).catch(nullIfMissing);
  return found === null ? null : `${found.size} ${found.mtimeNs}`;
}

export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => lstat(path, { bigint: true }).catch(nullIfMissing)));
  return a != null && b != null && a.ino === b.ino && a.dev === b.dev;
}

function resultName(spec: string): string {
  return spec.replace(/\.json$/, ".result.json");
}

function textOf(entry: SettlingEntry): string {
  return `${JSON.stringify(entry.result, null, 2)}\n`;
}

async function exists(path: string): Promise<boolean> {
  return (await signsKeptByMove(path)) !== null;
}

function nullIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { processExists, syncFile, syncFolder } from "@proxx/media";

/** This process and no other: its number goes to another one when it is gone, in a container to the very next. */
const OWN = `${process.pid}-${randomBytes(4).toString("hex")}`;

/** What tells whose an unfinished file or folder is. */
function ownName(): string {
  return `${OWN}-${randomBytes(4).toString("hex")}`;
}

/** Removes what processes that are gone have left unfinished in a folder. */
export async function removeLeft(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, own, pid] = /(?:^|\.)((\d+)-[0-9a-f]{8})-[0-9a-f]{8}$/.exec(name) ?? [];
    const isLeft = own !== undefined && own !== OWN && (Number(pid) === process.pid || !processExists(Number(pid)));
    if (isLeft) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** A folder for one piece of work, which goes with all that is in it when the work is over. */
export async function inWorkFolder<Result>(parent: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = join(parent, ownName());
  await mkdir(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file that is there whole or not at all, in place of what was there: written beside by `write`, then renamed. */
export async function placeWhole(path: string, write: (working: string) => Promise<void>): Promise<void> {
  const working = join(dirname(path), `.${basename(path)}.${ownName()}`);
  try {
    await write(working);
    await renameOver(working, path);
  } finally {
    await rm(working, { force: true });
  }
}

export async function writeWhole(path: string, text: string): Promise<void> {
  await placeWhole(path, (working) => writeFile(working, text, { flag: "wx" }));
}

/** Gives a finished file its name, whatever bore it: an empty folder goes too, but one with something in it is somebody's. */
export async function renameOver(from: string, to: string): Promise<void> {
  await syncFile(from);
  try {
    await rename(from, to);
  } catch (error) {
    if ((await stat(to).catch(() => null))?.isDirectory() !== true) throw error;
    await rmdir(to).catch((cause: unknown) => {
      throw folderInTheWay(to, cause);
    });
    await rename(from, to);
  }
  await syncFolder(dirname(to));
}

function folderInTheWay(path: string, cause: unknown): ProxxError {
  return new ProxxError("folder_unusable", `${path} is a folder, where a file is to be.`, {
    hint: "Move it away, and run it again.",
    cause,
  });
}

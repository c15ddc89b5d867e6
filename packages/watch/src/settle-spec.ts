import { lstat, open, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ProxxError, type JobResult } from "@proxx/contract";
import { publishFile, syncFolder } from "@proxx/media";
import type { JobJournal, JournalEntry } from "./job-journal.ts";
import type { Transition } from "./transition.ts";
import { makeParent, type WatchFolder } from "./watch-folder.ts";

export interface Settlement {
  spec: string;
  from: "pending" | "running";
  to: "completed" | "failed";
  result: JobResult;
}

type SettlingEntry = Extract<JournalEntry, { type: "settling" }>;

/**
 * Puts a finished spec and its result into their folder: the intent into the journal, the result under its final name,
 * then the spec, then the journal goes. Whatever of this a crash leaves undone, `completeSettlement` does again.
 */
export async function settleSpec(
  folder: WatchFolder,
  journal: JobJournal,
  { spec, from, to, result }: Settlement,
  reached: (transition: Transition) => void,
): Promise<{ specPath: string; resultPath: string }> {
  // Somebody may have deleted the spec while its job ran; the result is written all the same.
  const specInode = await inodeOf(folder.path(from, spec));
  for (let number = 1; ; number++) {
    const name = numbered(spec, number);
    if (await isTaken(folder, to, name)) continue;
    const told = { ...result, _metadata: { ...result._metadata, jobspec_path: folder.path(to, name), result_written_at: new Date().toISOString() } };
    const entry: SettlingEntry = { type: "settling", from, to, name, specInode: specInode ?? "gone", result: told };
    await journal.append(entry);
    reached(from === "pending" ? "refusal-journalled" : "settle-journalled");
    if (!(await writeResult(folder, entry))) continue;
    reached(from === "pending" ? "refusal-result-written" : "result-written");
    if (specInode !== null && !(await moveSpec(folder, spec, entry))) {
      await removeOwnResult(folder, entry);
      continue;
    }
    reached(from === "pending" ? "refusal-moved" : "spec-moved");
    await journal.remove();
    reached("journal-removed");
    return { specPath: folder.path(to, name), resultPath: resultPath(folder, entry) };
  }
}

/** Finishes a settlement that a crash cut short. False when its spec is not there any more to be settled. */
export async function completeSettlement(folder: WatchFolder, journal: JobJournal, spec: string, entry: SettlingEntry): Promise<boolean> {
  const fromPath = folder.path(entry.from, spec);
  const waiting = (await inodeOf(fromPath)) === entry.specInode;
  const arrived = (await inodeOf(folder.path(entry.to, entry.name))) === entry.specInode;
  if (arrived) {
    // Both names of one file, or only the new one: the crash came during the move or after it.
    if (waiting) await unlink(fromPath);
    await journal.remove();
    return true;
  }
  if (!waiting) {
    // Somebody has taken the spec away or put another in its place; a result without its spec would be a riddle.
    await removeOwnResult(folder, entry);
    await journal.remove();
    return false;
  }
  if (!(await sameResult(folder, entry))) {
    await settleSpec(folder, journal, { spec, from: entry.from, to: entry.to, result: entry.result }, () => {});
    return true;
  }
  if (!(await moveSpec(folder, spec, entry))) {
    await removeOwnResult(folder, entry);
    await settleSpec(folder, journal, { spec, from: entry.from, to: entry.to, result: entry.result }, () => {});
    return true;
  }
  await journal.remove();
  return true;
}

async function writeResult(folder: WatchFolder, entry: SettlingEntry): Promise<boolean> {
  const path = resultPath(folder, entry);
  await makeParent(path);
  const working = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const handle = await open(working, "w");
    try {
      await handle.writeFile(`${JSON.stringify(entry.result, null, 2)}\n`);
    } finally {
      await handle.close();
    }
    await publishFile(working, path, "exactly");
    return true;
  } catch (error) {
    await unlink(working).catch(() => {});
    if (error instanceof ProxxError && error.code === "output_exists") return false;
    throw error;
  }
}

/** False when somebody else has taken the name since it was chosen. */
async function moveSpec(folder: WatchFolder, spec: string, entry: SettlingEntry): Promise<boolean> {
  const from = folder.path(entry.from, spec);
  try {
    await publishFile(from, folder.path(entry.to, entry.name), "exactly");
  } catch (error) {
    if (error instanceof ProxxError && error.code === "output_exists") return false;
    throw error;
  }
  await syncFolder(dirname(from));
  return true;
}

/** `a.json`, `a~2.json`, `a~3.json`: also below sub-folders. */
function numbered(spec: string, number: number): string {
  return number === 1 ? spec : spec.replace(/\.json$/, `~${number}.json`);
}

function resultPath(folder: WatchFolder, { to, name }: Pick<SettlingEntry, "to" | "name">): string {
  return folder.path(to, resultName(name));
}

export function resultName(spec: string): string {
  return spec.replace(/\.json$/, ".result.json");
}

async function isTaken(folder: WatchFolder, to: "completed" | "failed", name: string): Promise<boolean> {
  return (await exists(folder.path(to, name))) || (await exists(folder.path(to, resultName(name))));
}

async function sameResult(folder: WatchFolder, entry: SettlingEntry): Promise<boolean> {
  try {
    const handle = await open(resultPath(folder, entry), "r");
    try {
      return (await handle.readFile("utf8")) === `${JSON.stringify(entry.result, null, 2)}\n`;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function removeOwnResult(folder: WatchFolder, entry: SettlingEntry): Promise<void> {
  if (await sameResult(folder, entry)) await unlink(resultPath(folder, entry));
}

async function inodeOf(path: string): Promise<string | null> {
  try {
    return String((await lstat(path, { bigint: true })).ino);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await inodeOf(path)) !== null;
}

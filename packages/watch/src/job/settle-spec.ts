import { lstat, open, readFile, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { ProxxError, type JobResult } from "@proxx/contract";
import { publishFile, syncFolder } from "@proxx/media";
import { lastEntry, type SpecJournal, type JournalEntry } from "./spec-journal.ts";
import type { Transition } from "../folder/transition.ts";
import { makeParent, type WatchFolder } from "../folder/watch-folder.ts";

export interface Settlement {
  spec: string;
  from: "pending" | "running";
  to: "completed" | "failed";
  result: JobResult;
}

export interface SettledSpec {
  specPath: string;
  resultPath: string;
}

type SettlingEntry = Extract<JournalEntry, { type: "settling" }>;
type Reached = (transition: Transition) => void;
/** Which of the three ways a spec leaves by; names the transitions. */
type Stage = "refusal" | "settle" | "recovery";

/**
 * Puts a finished spec and its result into their folder: the intent into the journal, the result under its final name,
 * then the spec, then the journal goes. Whatever of this is left undone, by a crash or a full disk, is gone on with from
 * where it stopped: here when the same is asked for again, and by `completeSettlement`.
 */
export async function settleSpec(
  folder: WatchFolder,
  journal: SpecJournal,
  settlement: Settlement,
  reached: Reached,
  stage: Stage = settlement.from === "pending" ? "refusal" : "settle",
): Promise<SettledSpec> {
  const { spec, from, to, result } = settlement;
  const begun = lastEntry(await journal.entries(), "settling");
  if (begun?.from === from) {
    const outcome = await goOn(folder, journal, spec, begun, reached, stage);
    if (typeof outcome === "object") return outcome;
  }
  // Somebody may have deleted the spec while its job ran; the result is written all the same.
  const specSigns = await signsOf(folder.path(from, spec));
  for (let number = 1; ; number++) {
    const name = numbered(spec, number);
    if (await isTaken(folder, to, name)) continue;
    const told = {
      ...result,
      _metadata: {
        ...result._metadata,
        jobspec_path: folder.path(to, name),
        result_written_at: new Date().toISOString(),
      },
    };
    const entry: SettlingEntry = { type: "settling", from, to, name, specSigns, result: told };
    await journal.append(entry);
    reached(`${stage}-journalled`);
    const settled = await place(folder, journal, spec, entry, reached, stage);
    if (settled !== null) return settled;
  }
}

/** Finishes a settlement that a crash cut short. Null when its spec is not there any more to be settled. */
export async function completeSettlement(
  folder: WatchFolder,
  journal: SpecJournal,
  spec: string,
  entry: SettlingEntry,
  reached: Reached,
): Promise<SettledSpec | null> {
  const outcome = await goOn(folder, journal, spec, entry, reached, "recovery");
  if (outcome === "name-taken") return settleSpec(folder, journal, { ...entry, spec }, reached, "recovery");
  if (outcome === "withdrawn") await journal.remove();
  return outcome === "withdrawn" ? null : outcome;
}

/** Goes on with a settlement that is in the journal, from wherever it stopped. */
async function goOn(
  folder: WatchFolder,
  journal: SpecJournal,
  spec: string,
  entry: SettlingEntry,
  reached: Reached,
  stage: Stage,
): Promise<SettledSpec | "name-taken" | "withdrawn"> {
  const fromPath = folder.path(entry.from, spec);
  const toPath = folder.path(entry.to, entry.name);
  if (entry.specSigns !== null && (await signsOf(toPath)) === entry.specSigns) {
    // Both names of one file, or only the new one: the crash came during the move or after it.
    if (await isSameFile(fromPath, toPath)) await unlink(fromPath);
    return finish(folder, journal, entry, reached);
  }
  const waiting = await signsOf(fromPath);
  // What runs cannot be replaced by something else; in pending/ anybody may have put another spec in its place.
  const gone = entry.from === "running" ? waiting === null : waiting !== entry.specSigns;
  if (gone && entry.from === "pending") {
    await removeOwnResult(folder, entry);
    return "withdrawn";
  }
  await removeReservation(resultPath(folder, entry));
  // The job ran, and nothing but its result tells of its outputs: it is written with or without the spec.
  if (!gone) await removeReservation(toPath);
  const settled = await place(folder, journal, spec, gone ? { ...entry, specSigns: null } : entry, reached, stage);
  return settled ?? "name-taken";
}

/** The steps after the intent. Null when somebody else has taken the name meanwhile. */
async function place(
  folder: WatchFolder,
  journal: SpecJournal,
  spec: string,
  entry: SettlingEntry,
  reached: Reached,
  stage: Stage,
): Promise<SettledSpec | null> {
  if (!(await hasOwnResult(folder, entry)) && !(await writeResult(folder, journal, entry))) return null;
  reached(`${stage}-result-written`);
  if (entry.specSigns !== null && !(await moveOrUndo(folder, spec, entry))) {
    await removeOwnResult(folder, entry);
    return null;
  }
  reached(`${stage}-moved`);
  return finish(folder, journal, entry, reached);
}

async function finish(
  folder: WatchFolder,
  journal: SpecJournal,
  entry: SettlingEntry,
  reached: Reached,
): Promise<SettledSpec> {
  // Tried twice: all is in place, and nobody will come by here again for one that was refused.
  await journal.remove().catch(() => journal.remove());
  reached("journal-removed");
  return { specPath: folder.path(entry.to, entry.name), resultPath: resultPath(folder, entry) };
}

async function writeResult(folder: WatchFolder, journal: SpecJournal, entry: SettlingEntry): Promise<boolean> {
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

/** One that was refused is judged anew after a failure, and may be valid by then: no result of the refusal stays. */
async function moveOrUndo(folder: WatchFolder, spec: string, entry: SettlingEntry): Promise<boolean> {
  try {
    return await moveSpec(folder, spec, entry);
  } catch (error) {
    const waits = (await signsOf(folder.path(entry.from, spec)).catch(() => null)) === entry.specSigns;
    if (entry.from === "pending" && waits) await removeOwnResult(folder, entry).catch(() => {});
    throw error;
  }
}

async function moveSpec(folder: WatchFolder, spec: string, entry: SettlingEntry): Promise<boolean> {
  const from = folder.path(entry.from, spec);
  if (!(await publishUnlessTaken(from, folder.path(entry.to, entry.name)))) return false;
  // It is moved, and both folders' files are in order: that a power cut could bring its old name back is no failure.
  await syncFolder(dirname(from)).catch(() => {});
  return true;
}

async function publishUnlessTaken(from: string, to: string): Promise<boolean> {
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
async function removeReservation(path: string): Promise<void> {
  const found = await lstat(path).catch(nullIfMissing);
  if (found?.isFile() && found.size === 0) await unlink(path);
}

/** `a.json`, `a~2.json`, `a~3.json`: also below sub-folders. */
function numbered(spec: string, number: number): string {
  return number === 1 ? spec : spec.replace(/\.json$/, `~${number}.json`);
}

function resultPath(folder: WatchFolder, { to, name }: Pick<SettlingEntry, "to" | "name">): string {
  return folder.path(to, resultName(name));
}

function resultName(spec: string): string {
  return spec.replace(/\.json$/, ".result.json");
}

async function isTaken(folder: WatchFolder, to: "completed" | "failed", name: string): Promise<boolean> {
  return (await exists(folder.path(to, name))) || (await exists(folder.path(to, resultName(name))));
}

function textOf(entry: SettlingEntry): string {
  return `${JSON.stringify(entry.result, null, 2)}\n`;
}

async function hasOwnResult(folder: WatchFolder, entry: SettlingEntry): Promise<boolean> {
  return (await readFile(resultPath(folder, entry), "utf8").catch(nullIfMissing)) === textOf(entry);
}

async function removeOwnResult(folder: WatchFolder, entry: SettlingEntry): Promise<void> {
  if (await hasOwnResult(folder, entry)) await unlink(resultPath(folder, entry));
}

/**
 * What a move keeps of a file and writing to it does not. Not the inode: it is given out again as soon as a file is
 * deleted, and some network shares make it up anew at each mount.
 */
async function signsOf(path: string): Promise<string | null> {
  const found = await lstat(path, { bigint: true }).catch(nullIfMissing);
  return found === null ? null : `${found.size} ${found.mtimeNs}`;
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => lstat(path, { bigint: true }).catch(nullIfMissing)));
  return a != null && b != null && a.ino === b.ino && a.dev === b.dev;
}

async function exists(path: string): Promise<boolean> {
  return (await signsOf(path)) !== null;
}

function nullIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

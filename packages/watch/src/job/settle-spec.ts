import { unlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { JobResult } from "@proxx/contract";
import { syncFolder } from "@proxx/media";
import type { Transition } from "../folder/transition.ts";
import type { WatchFolder } from "../folder/watch-folder.ts";
import {
  hasOwnResult,
  isSameFile,
  isTaken,
  numbered,
  publishUnlessTaken,
  removeOwnResult,
  removeReservation,
  resultPath,
  signsKeptByMove,
  writeResult,
} from "./settled-files.ts";
import { lastEntry, type SettlingEntry, type SpecJournal } from "./spec-journal.ts";

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

type Reached = (transition: Transition) => void;
/** Which of the three ways a spec leaves by; names the transitions. */
type Stage = "refusal" | "settle" | "recovery";

/**
 * Puts a finished spec and its result into their folder, in four steps: the intent is written to the journal, the result
 * gets its final name, the spec is moved, the journal is removed. When a crash or a full disk interrupts this, it continues
 * from the step where it stopped: in this function when it is called again, after a crash in `completeSettlement`.
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
  const specSigns = await signsKeptByMove(folder.path(from, spec));
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
  if (entry.specSigns !== null && (await signsKeptByMove(toPath)) === entry.specSigns) {
    // Both names of one file, or only the new one: the crash came during the move or after it.
    if (await isSameFile(fromPath, toPath)) await unlink(fromPath);
    return finish(folder, journal, entry, reached);
  }
  const waiting = await signsKeptByMove(fromPath);
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

/** One that was refused is judged anew after a failure, and may be valid by then: no result of the refusal stays. */
async function moveOrUndo(folder: WatchFolder, spec: string, entry: SettlingEntry): Promise<boolean> {
  try {
    return await moveSpec(folder, spec, entry);
  } catch (error) {
    const waits = (await signsKeptByMove(folder.path(entry.from, spec)).catch(() => null)) === entry.specSigns;
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

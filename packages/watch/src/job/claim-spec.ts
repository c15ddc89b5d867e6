import { constants } from "node:fs";
import { access, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage } from "@proxx/contract";
import type { PreparedJob } from "@proxx/transcode";
import type { Transition } from "../folder/transition.ts";
import { makeParent, type WatchFolder } from "../folder/watch-folder.ts";
import { signsOf, type ReadySpec } from "../queue/examine-spec.ts";
import type { SpecJournal } from "./spec-journal.ts";

/** Why a spec stays in `pending/`. */
export class NotClaimed extends Error {
  /** Whether it is the machine's fault, and no other spec could be claimed either. */
  readonly byAny: boolean;
  constructor(message: string, { byAny }: { byAny: boolean }) {
    super(message);
    this.byAny = byAny;
  }
}

export const CHANGED = "it was changed or taken away while it was checked";

interface ClaimOptions {
  folder: WatchFolder;
  /** Throws when the folder is not this runner's any more. */
  assertHeld: () => Promise<void>;
  reached: (transition: Transition) => void;
}

/** Moves a spec to `running/`, told in its journal before. Throws `NotClaimed`, having left it where it was. */
export async function claimSpec(
  ready: ReadySpec,
  job: PreparedJob,
  journal: SpecJournal,
  options: ClaimOptions,
): Promise<void> {
  await options.assertHeld();
  if (await hasChanged(ready, options.folder)) throw new NotClaimed(CHANGED, { byAny: false });
  try {
    await tellAndMove(ready, job, journal, options);
  } catch (error) {
    // A full disk, a folder without the right to write: the spec has not moved, and waits for better times.
    await journal.remove().catch(() => {});
    if (error instanceof NotClaimed) throw error;
    throw new NotClaimed(`nothing can be claimed: ${errorMessage(error)}`, { byAny: true });
  }
}

/** Whether a spec in `pending/` is another file than the one that was read, or gone. */
export async function hasChanged(ready: ReadySpec, folder: WatchFolder): Promise<boolean> {
  const now = await signsOf(folder.path("pending", ready.spec)).catch(() => null);
  return now !== ready.signs;
}

async function tellAndMove(
  { spec }: ReadySpec,
  job: PreparedJob,
  journal: SpecJournal,
  { folder, reached }: ClaimOptions,
): Promise<void> {
  await journal.append({
    type: "job",
    at: new Date().toISOString(),
    jobId: job.jobId,
    fingerprint: job.fingerprint,
    engine: job.engine,
    clips: job.clips.map(({ sourcePath, outputPath }) => ({ sourcePath, outputPath })),
  });
  reached("claim-journalled");
  const running = folder.path("running", spec);
  await makeParent(running);
  const pending = folder.path("pending", spec);
  try {
    await rename(pending, running);
  } catch (error) {
    // A network share that lost its answer calls a move failed that it has made.
    const moved = (await can(running, constants.F_OK)) && !(await can(pending, constants.F_OK));
    if (!moved) throw await notMoved(error, running, folder);
  }
  reached("claimed");
}

/** Where both folders may be written to, it is this file that may not be moved (an immutable one, a sticky folder), or is gone. */
async function notMoved(error: unknown, running: string, folder: WatchFolder): Promise<NotClaimed> {
  const byAny =
    !(await can(dirname(running), constants.W_OK)) || !(await can(join(folder.root, "pending"), constants.W_OK));
  return new NotClaimed(`it cannot be claimed: ${errorMessage(error)}`, { byAny });
}

function can(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

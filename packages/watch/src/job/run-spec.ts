/**
 * One spec, from `pending/` to `completed/` or `failed/`:
 *
 *   pending ── validate ──┬── not valid ─────────────────────────────► failed     (never through running)
 *                         └── valid, claim ──► running ── execute ──┬► completed
 *                                                                   └► failed
 *
 * Each arrow is a rename or a link on disk, and each is told in the journal beside `running/<spec>` before it is made:
 * the claim by a `job` line, a clip's final name by `clip-publishing`, the way out by `settling` with the whole result.
 * Whoever finds the journal after a crash can tell how far things came: see recover-specs.ts.
 */
import {
  errorMessage,
  JobSpecValidationError,
  parseJsonDocument,
  ProxxError,
  type Issue,
  type JobResult,
} from "@proxx/contract";
import { createResultFrame, executeJobSpec, type ExecuteOptions, type PreparedJob } from "@proxx/transcode";
import type { Transition } from "../folder/transition.ts";
import type { WatchFolder } from "../folder/watch-folder.ts";
import type { ReadySpec } from "../queue/examine-spec.ts";
import { CHANGED, claimSpec, hasChanged, NotClaimed } from "./claim-spec.ts";
import type { OutputReservations } from "./output-reservations.ts";
import { patientJournal } from "./patient-journal.ts";
import { publishLogOf } from "./publish-log.ts";
import type { Settlement } from "./settle-spec.ts";
import { createSpecJournal, type SpecJournal } from "./spec-journal.ts";

export interface RunSpecOptions {
  folder: WatchFolder;
  workerId: number;
  concurrencyMode: JobResult["concurrency_mode"];
  signal: AbortSignal;
  execute: Pick<ExecuteOptions, "threads" | "verify" | "stallSeconds" | "tools" | "toolCacheFile" | "resolve">;
  outputs: OutputReservations;
  /** Resolves when the specs before this one in order have been claimed or refused. */
  turn: Promise<void>;
  /** Called when this one has been, so that the next may go. */
  decided: () => void;
  /** Throws when the folder is not this runner's any more. */
  assertHeld: () => Promise<void>;
  reached: (transition: Transition) => void;
  /** Told when nothing can be written to `running/`; resolves when it is time to try again. */
  held: (why: string) => Promise<void>;
  /** Told when it can be written again. */
  resumed: () => void;
  onClaimed: (job: PreparedJob) => void;
  onProgress: NonNullable<ExecuteOptions["onProgress"]>;
}

/** What is left to be done with a spec. */
export interface FinishedSpec {
  journal: SpecJournal;
  settlement: Settlement;
}

/**
 * Returns why the spec stays in `pending/`, where it was not claimed: stopped, taken away, changed, not to be moved; or
 * `heldBecause`, which none can be claimed for, such as a full disk.
 */
export async function runSpec(
  ready: ReadySpec,
  options: RunSpecOptions,
): Promise<FinishedSpec | { leftBecause: string } | { heldBecause: string }> {
  const { folder, outputs } = options;
  const { spec } = ready;
  const journal = createSpecJournal(folder.journal(spec));
  const parsed =
    ready.unread === null ? parseJsonDocument(ready.content) : { ok: false as const, issues: [ready.unread] };
  const document = parsed.ok ? parsed.value : undefined;
  const about = {
    workerId: options.workerId,
    concurrencyMode: options.concurrencyMode,
    baseDirectory: folder.root,
  };
  const refused = (issues: readonly Issue[]) => createResultFrame(document, about).rejected(issues);
  let claimed = false;
  try {
    if (!parsed.ok) throw new JobSpecValidationError(parsed.issues);
    const result = await executeJobSpec(document, {
      ...options.execute,
      ...about,
      signal: options.signal,
      onProgress: options.onProgress,
      publishLog: publishLogOf(patientJournal(journal, options), options.reached),
      onPrepared: async (job) => {
        options.reached("spec-validated");
        await options.turn;
        const issues = outputs.reserve(spec, job);
        if (issues.length > 0) return issues;
        await claimSpec(ready, job, journal, options);
        claimed = true;
        options.decided();
        options.onClaimed(job);
        return [];
      },
    });
    // Stopped while it was validated: it stays where it is, as if it had not been looked at.
    if (!claimed) return { leftBecause: "the runner is stopping" };
    return { journal, settlement: settlementOf(spec, "running", result) };
  } catch (error) {
    if (error instanceof NotClaimed)
      return error.byAny ? { heldBecause: error.message } : { leftBecause: error.message };
    if (error instanceof ProxxError && error.code === "folder_lost") throw error;
    await options.turn;
    if (error instanceof JobSpecValidationError) {
      if (await hasChanged(ready, folder)) return { leftBecause: CHANGED };
      await options.assertHeld();
      return { journal, settlement: settlementOf(spec, "pending", error.result ?? refused(error.issues)) };
    }
    // A fault of Proxx must not take the runner down, nor the other jobs, nor lose this one.
    return { journal, settlement: settlementOf(spec, claimed ? "running" : "pending", refused([faultOf(error)])) };
  } finally {
    outputs.release(spec);
    options.decided();
  }
}

function settlementOf(spec: string, from: Settlement["from"], result: JobResult): Settlement {
  return { spec, from, to: result.status === "COMPLETED" ? "completed" : "failed", result };
}

function faultOf(error: unknown): Issue {
  return {
    path: "$",
    code: "internal",
    message: `Running it failed unexpectedly: ${errorMessage(error)}`,
    hint: "This is a fault of Proxx or of the machine; the runner's log has more.",
  };
}

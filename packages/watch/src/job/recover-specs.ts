/**
 * What a dead runner left in `running/`: journals, and the specs they belong to. Called with the lock held, before
 * anything is claimed. A settlement that was under way is finished. Any other spec goes to `failed/` with the reason
 * `runner interrupted`, its published clips listed as completed; only when all of its clips had been published does it go
 * to `completed/`, because that is what happened. Nothing is run again.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseJsonDocument, type ClipResult, type JobResult } from "@proxx/contract";
import { fileExists } from "@proxx/media";
import { createResultFrame, emptyClip, wasPublished } from "@proxx/transcode";
import { createSpecJournal, lastEntry, type JournalEntry, type JournalledClip } from "./spec-journal.ts";
import { completeSettlement, settleSpec } from "./settle-spec.ts";
import type { Transition, TransitionListener } from "../folder/transition.ts";
import type { WatchFolder } from "../folder/watch-folder.ts";

const REASON = "runner interrupted";

export interface RecoveredSpec {
  spec: string;
  status: JobResult["status"];
  specPath: string;
}

export async function recoverSpecs(
  folder: WatchFolder,
  onTransition: TransitionListener = () => {},
): Promise<RecoveredSpec[]> {
  const recovered: RecoveredSpec[] = [];
  for (const spec of await leftBehind(folder)) {
    const one = await recover(folder, spec, (transition) => onTransition(transition, spec));
    if (one !== null) recovered.push(one);
  }
  return recovered;
}

async function leftBehind(folder: WatchFolder): Promise<string[]> {
  const entries = await readdir(join(folder.root, "running"), { recursive: true, withFileTypes: true });
  const specs = new Set<string>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const below = join(entry.parentPath, entry.name)
      .slice(join(folder.root, "running").length + 1)
      .replaceAll("\\", "/");
    if (below.endsWith(".json.journal")) specs.add(below.slice(0, -".journal".length));
    else if (below.endsWith(".json") && !entry.name.startsWith(".")) specs.add(below);
  }
  return [...specs].sort();
}

async function recover(
  folder: WatchFolder,
  spec: string,
  reached: (transition: Transition) => void,
): Promise<RecoveredSpec | null> {
  const journal = createSpecJournal(folder.journal(spec));
  const entries = await journal.entries();
  const settling = lastEntry(entries, "settling");
  if (settling) {
    const settled = await completeSettlement(folder, journal, spec, settling, reached);
    return settled && { spec, status: settling.result.status, specPath: settled.specPath };
  }
  const content = await readFile(folder.path("running", spec)).catch(nullIfMissing);
  if (content === null && !lastEntry(entries, "clip-started")) {
    // The crash came between the journal's first line and the claim: the spec is where it was.
    await journal.remove();
    return null;
  }
  const parsed = content === null ? null : parseJsonDocument(content);
  const result = await interruptedResult(folder, spec, entries, parsed?.ok ? parsed.value : undefined);
  reached("recovery-judged");
  const to = result.status === "COMPLETED" ? "completed" : "failed";
  const { specPath } = await settleSpec(folder, journal, { spec, from: "running", to, result }, reached, "recovery");
  return { spec, status: result.status, specPath };
}

async function interruptedResult(
  folder: WatchFolder,
  spec: string,
  entries: readonly JournalEntry[],
  document: unknown,
): Promise<JobResult> {
  const frame = createResultFrame(document, { baseDirectory: folder.root });
  const recovery = {
    reason: REASON,
    recovered_at: new Date().toISOString(),
    original_path: folder.path("running", spec),
  };
  const job = lastEntry(entries, "job");
  if (!job) return { ...frame.interrupted(), _recovery: recovery };
  frame.identify(job);
  const clips: ClipResult[] = [];
  for (const [index, clip] of job.clips.entries()) clips.push(await recoverClip(index, clip, entries, clips));
  const completed = clips.filter(({ status }) => status === "COMPLETED").length;
  const status = completed === clips.length ? "COMPLETED" : completed > 0 ? "PARTIAL" : "FAILED";
  const seconds = Math.max(0, (Date.parse(recovery.recovered_at) - Date.parse(job.at)) / 1000);
  return frame.recovered(status, {
    clips,
    started_at: job.at,
    ended_at: recovery.recovered_at,
    duration_seconds: seconds,
    execution_engine: job.engine,
    _recovery: recovery,
  });
}

async function recoverClip(
  index: number,
  { sourcePath, outputPath }: JournalledClip,
  entries: readonly JournalEntry[],
  before: readonly ClipResult[],
): Promise<ClipResult> {
  const intent = lastEntry(entries, "clip-publishing", index);
  if (intent && (await wasPublished(outputPath, intent))) return intent.clip;
  const skipped = { ...emptyClip(sourcePath), output_path: outputPath };
  if (before.some(({ status }) => status === "FAILED")) return skipped;
  const started = lastEntry(entries, "clip-started", index);
  const partial = started && (await fileExists(started.workingPath)) ? started.workingPath : null;
  return {
    ...skipped,
    status: "FAILED",
    started_at: started?.at ?? null,
    failure_reason: "interrupted",
    failure_code: "aborted",
    failure_detail: `The runner ended before the clip was done (${REASON}).`,
    partial_path: partial,
  };
}

function nullIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

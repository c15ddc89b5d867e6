import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorMessage, jobResultSchema, type JobResult } from "@proxx/contract";
import type { Violation } from "./figures.ts";
import { isHidden, sha256, snapshot } from "./folder-snapshot.ts";
import { isWhole } from "./is-whole.ts";
import type { TortureSpec } from "./workload.ts";

interface FinishedSpec {
  spec: TortureSpec;
  result: JobResult;
}

export interface CheckedRound {
  root: string;
  outputs: string;
  specs: readonly TortureSpec[];
  /** Files that lay in the folder before, by their path below the root. */
  planted: ReadonlySet<string>;
  /** Whether any runner was killed, stopped or disturbed: what excuses a good spec that failed. */
  disturbed: boolean;
}

/** What is wrong with a watch folder, and with the outputs of its jobs, after the last runner has worked it off. */
export function checkRound(round: CheckedRound): Violation[] {
  const violations: Violation[] = [];
  const report = (figure: Violation["figure"], detail: string) => void violations.push({ figure, detail });
  const files = [...snapshot(round.root)].filter(([path]) => !round.planted.has(path));
  const finished: FinishedSpec[] = [];

  for (const spec of round.specs) {
    const places = files.filter(([, hash]) => hash === sha256(spec.text)).map(([path]) => path);
    const folders = new Set(places.map(stateOf));
    if (places.length === 0 && !spec.withdrawn) report("lost", `${spec.name} (${spec.token}) is nowhere`);
    if (folders.size > 1) report("inTwoFolders", `${spec.token}: ${places.join(", ")}`);
    else if (places.length > 1) report("duplicated", `${spec.token}: ${places.join(", ")}`);
    for (const place of places) {
      if (!["completed", "failed"].includes(stateOf(place))) report("unfinished", place);
      else if (!isNamedAfter(place, spec.name)) report("lost", `${spec.name} is at ${place}`);
      else {
        const result = readResult(round.root, place, spec, report);
        if (result !== null) finished.push({ spec, result });
      }
    }
  }

  const texts = new Set(round.specs.map(({ text }) => sha256(text)));
  const paths = new Set(files.map(([path]) => path));
  for (const [path, hash] of files) {
    if (path.endsWith(".result.json") && !isHidden(path) && /^(completed|failed)\//.test(path)) {
      if (!paths.has(path.replace(/\.result\.json$/, ".json"))) report("resultWithoutSpec", path);
    } else if (!texts.has(hash)) report("leftovers", path);
  }

  for (const one of finished) checkVerdict(one, round, report);
  checkOutputs(finished, round, report);
  return violations;
}

type Report = (figure: Violation["figure"], detail: string) => void;

function readResult(root: string, place: string, spec: TortureSpec, report: Report): JobResult | null {
  const path = join(root, place.replace(/\.json$/, ".result.json"));
  try {
    const result = jobResultSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    const wrong = [
      result._metadata.jobspec_path === join(root, place) ? null : `jobspec_path is ${result._metadata.jobspec_path}`,
      spec.kind === "bad-json" || result.user_metadata["token"] === spec.token
        ? null
        : `it is of ${result.user_metadata["token"]}`,
      (result.status === "COMPLETED") === place.startsWith("completed/") ? null : `its status is ${result.status}`,
      result.clips.length === spec.frames.length ? null : `it has ${result.clips.length} clips`,
      result.total_clips === spec.frames.length ? null : `total_clips is ${result.total_clips}`,
    ].filter((reason) => reason !== null);
    if (wrong.length === 0) return result;
    report("withoutResult", `${path}: ${wrong.join(", ")}`);
  } catch (error) {
    report("withoutResult", `${path}: ${errorMessage(error)}`);
  }
  return null;
}

function checkVerdict({ spec, result }: FinishedSpec, { disturbed }: CheckedRound, report: Report): void {
  const failed = result.clips.find(({ status }) => status === "FAILED");
  const codes = result.validation_issues.map(({ code }) => code);
  const interrupted = disturbed && (result._recovery !== undefined || failed?.failure_reason === "interrupted");
  // A disk that fails may fail a clip in any way, as long as it is told as a failure.
  const broken = disturbed && (failed?.failure_reason === "execution_error" || codes.includes("internal"));
  const expected = {
    "bad-json": () => codes.length > 0 && result.clips.length === 0,
    "missing-source": () => codes.includes("source_missing"),
    damaged: () => result.status === "PARTIAL" && failed?.source_path.endsWith("damaged.mov") === true,
    twin: () => result.status === "COMPLETED" || codes.includes("output_exists") || codes.includes("output_claimed"),
  } as Partial<Record<TortureSpec["kind"], () => boolean>>;
  if ((expected[spec.kind] ?? (() => result.status === "COMPLETED"))() || interrupted || broken) return;
  const why = result.validation_error ?? failed?.failure_detail ?? "no reason";
  report("wrongVerdict", `${spec.token} (${spec.name}) is ${result.status}: ${why}`);
}

function checkOutputs(finished: readonly FinishedSpec[], { root, outputs }: CheckedRound, report: Report): void {
  const claims = finished.flatMap(({ spec, result }) =>
    result.clips.map((clip, index) => ({ clip, frames: spec.frames[index] ?? 0, token: spec.token })),
  );
  const completed = Map.groupBy(
    claims.filter(({ clip }) => clip.status === "COMPLETED"),
    ({ clip }) => clip.output_path ?? "",
  );
  const partials = new Set(
    claims.flatMap(({ clip }) => (clip.status === "FAILED" && clip.partial_path !== null ? [clip.partial_path] : [])),
  );
  const onDisk = snapshot(outputs);
  for (const [name, hash] of onDisk) {
    const path = join(outputs, name);
    if (isHidden(name)) {
      if (!partials.has(path)) report("leftovers", path);
      else if (statSync(path).nlink > 1) report("leftovers", `${path} is a published file by another name`);
      continue;
    }
    const owners = completed.get(path) ?? [];
    if (owners.length === 0) report("publishedNotReported", path);
    if (owners.length > 1)
      report("unverifiedOutput", `${path} is claimed by ${owners.map(({ token }) => token).join(" and ")}`);
    if (!isWhole(path, hash, owners[0]?.frames ?? null)) report("unverifiedOutput", `${path} is not whole`);
  }
  for (const [path, owners] of completed) {
    for (const { clip, token } of owners) {
      if (onDisk.get(path.slice(outputs.length + 1)) !== clip.output_sha256)
        report("outputMissing", `${path} of ${token}`);
      if (clip.verification.length === 0 || clip.verification.some(({ pass }) => !pass))
        report("unverifiedOutput", `${path} of ${token} has no passed checks`);
    }
  }
  for (const path of partials) if (path.startsWith(root)) report("leftovers", path);
}

function stateOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** `completed/reel/a~2.json` is where `reel/a.json` may be. */
function isNamedAfter(place: string, name: string): boolean {
  const below = place.slice(stateOf(place).length + 1);
  const stem = name.replace(/\.json$/, "");
  return below === name || (below.startsWith(`${stem}~`) && /^~\d+\.json$/.test(below.slice(stem.length)));
}

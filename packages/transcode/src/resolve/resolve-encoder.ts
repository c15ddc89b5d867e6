/**
 * DaVinci Resolve as an encoder. Each clip is a bridge process with a temporary project of its own, which the bridge
 * deletes on its way out, whether the render came off, failed or was interrupted. A bridge that could not do so, because
 * it was killed or Resolve blocked it, is followed by a second one that does nothing else.
 */
import { randomBytes } from "node:crypto";
import { basename, dirname, extname } from "node:path";
import { ProxxError, type Loss } from "@proxx/contract";
import { fileExists } from "@proxx/media";
import type { ClipEncoder, EncodeOptions, EncodeOutcome } from "../encode/clip-encoder.ts";
import type { PreparedClip, PreparedJob } from "../prepare/prepared-job.ts";
import { runBridge, type BridgeEvent, type BridgeRequest, type EventOf } from "./bridge.ts";
import type { ConnectedResolve } from "./check-resolve.ts";
import { findingsOf } from "./resolve-expectations.ts";

const DAY_MS = 24 * 3600 * 1000;
const GRACE_MS = 20_000;

export function createResolveEncoder(job: PreparedJob): ClipEncoder {
  const { resolve } = job;
  if (resolve === null) throw new TypeError("Expected a job prepared for DaVinci Resolve");
  return {
    version: resolve.version,
    // Resolve never writes over a file; it would add a number to the name.
    writesInto: "new",
    encode: (clip, workingPath, options) => encode(job, resolve, clip, workingPath, options),
    close: async () => {},
  };
}

async function encode(
  job: PreparedJob,
  resolve: ConnectedResolve,
  clip: PreparedClip,
  workingPath: string,
  { signal, stallMs, onProgress }: EncodeOptions,
): Promise<EncodeOutcome> {
  const project = `proxx_${job.jobId}_${randomBytes(8).toString("hex")}`;
  const told: { [Name in BridgeEvent["event"]]?: EventOf<Name> } = {};
  const graceMs = resolve.limits?.graceMs ?? GRACE_MS;
  const run = await runBridge(resolve, requestOf(job, clip, workingPath, project), {
    signal,
    stallMs,
    graceMs,
    timeoutMs: resolve.limits?.renderMs ?? DAY_MS,
    onEvent: (event) => {
      Object.assign(told, { [event.event]: event });
      if (event.event === "progress") onProgress(progressOf(event));
    },
  });
  const losses = told.opening === undefined ? [] : await putAway(resolve, project, told.opening, told.closed);
  const outcome = { ...run, command: null, errorLines: [], finished: told.finished !== undefined, frames: null };
  const failed = { ...outcome, findings: { expectations: {}, checks: [], losses } };
  if (run.endedBy !== null || run.signal !== null) return failed;
  if (told.error !== undefined) {
    throw new ProxxError(told.error.code, [told.error.message, ...losses.map(sentenceOf)].join(" "), {
      hint: told.error.hint,
    });
  }
  if (told.finished === undefined || told.clip === undefined) return failed;
  if (!(await fileExists(workingPath))) throw writtenElsewhere(workingPath, told.finished.file);
  const findings = await findingsOf(job.spec, told.clip, workingPath, { ffprobe: job.tools.ffprobe, signal });
  return { ...outcome, findings: { ...findings, losses: [...findings.losses, ...losses] } };
}

function requestOf(
  { spec, profile }: PreparedJob,
  clip: PreparedClip,
  workingPath: string,
  project: string,
): BridgeRequest {
  return {
    action: "render",
    project,
    source: clip.sourcePath,
    target_dir: dirname(workingPath),
    custom_name: basename(workingPath, extname(workingPath)),
    preset: spec.resolve_preset ?? "",
    container: spec.container,
    codec: spec.codec,
    codec_family: spec.codec.startsWith("dnx") ? "dnx" : (spec.codec.split("_")[0] ?? ""),
    resolution: spec.resolution ?? profile.resolution,
    frame_rate: spec.fps_mode === "preserve_source" ? null : spec.fps_mode.replace("force_", "").replace("_", "."),
  };
}

function progressOf({ percent, remaining_ms: remaining }: EventOf<"progress">) {
  const unknown = { frame: null, fps: null, speed: null, outTimeSeconds: null };
  return { ...unknown, fraction: percent / 100, etaSeconds: remaining === null ? null : remaining / 1000 };
}

/** What is left behind in Resolve, after trying once more where the bridge did not come to it. */
async function putAway(
  resolve: ConnectedResolve,
  project: string,
  { previous }: EventOf<"opening">,
  closed: EventOf<"closed"> | undefined,
): Promise<Loss[]> {
  let state: Pick<EventOf<"closed">, "deleted" | "restored"> = closed ?? { deleted: false, restored: false };
  if (closed === undefined) {
    // Without the job's signal: the job has been interrupted, and this is its tidying up.
    await runBridge(
      resolve,
      { action: "put_away", project, previous },
      {
        timeoutMs: 2 * (resolve.limits?.connectMs ?? 30_000),
        graceMs: 1000,
        onEvent: (event) => {
          if (event.event === "closed") state = event;
        },
      },
    );
  }
  const losses: Loss[] = [];
  if (!state.deleted) {
    const reason = "DaVinci Resolve did not delete it; delete it by hand";
    losses.push({ property: "temporary_project", from: "deleted", to: `left as ${project}`, reason });
  }
  if (!state.restored && previous !== null) {
    const reason = "DaVinci Resolve did not open it again; it was saved before";
    losses.push({ property: "open_project", from: previous, to: "closed", reason });
  }
  return losses;
}

function sentenceOf({ property, to, reason }: Loss): string {
  return property === "temporary_project"
    ? `The temporary project is ${to}: ${reason}.`
    : `The open project is ${to}: ${reason}.`;
}

function writtenElsewhere(workingPath: string, file: string | null): ProxxError {
  const where = file === null || file === workingPath ? "nothing under that name" : file;
  return new ProxxError(
    "resolve_failed",
    `DaVinci Resolve reported success and wrote ${where} instead of ${workingPath}.`,
    {
      hint: "See whether the preset adds to the file name or makes another format; delete what it wrote.",
    },
  );
}

import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { ProxxError, tidyIssue, type Issue } from "@proxx/contract";
import { discoverTools, type MediaTools } from "@proxx/media";
import { checkDocument } from "../document/check-document.ts";
import { fingerprintOf } from "../document/fingerprint.ts";
import { findProfile } from "../profile/profiles.ts";
import { checkResolve, type ConnectedResolve } from "../resolve/check-resolve.ts";
import { checkOutputFolder } from "./check-output-folder.ts";
import { checkOutputNames, checkOutputs } from "./check-outputs.ts";
import { checkForFfmpeg, chooseEngine } from "./choose-engine.ts";
import { inspectSources } from "./inspect-sources.ts";
import { planOutput } from "./plan-output.ts";
import type { PreparedClip, PreparedJob } from "./prepared-job.ts";
import type { PrepareOptions } from "./prepare-options.ts";

export interface Preparation {
  issues: Issue[];
  /** As far as they can be known of an invalid document. */
  jobId: string | null;
  fingerprint: string | null;
  job: PreparedJob | null;
}

/**
 * Every check that can be made before encoding, and all its findings at once: of the document, the tools and the output
 * folder, the sources, the engine that reads them, and the clips that would be made. Writes nothing.
 */
export async function prepareJob(
  document: unknown,
  sourcePaths: readonly string[],
  options: PrepareOptions = {},
): Promise<Preparation> {
  const { issues, fields, spec } = checkDocument(document);
  const fingerprint = spec === null ? null : fingerprintOf(spec);
  const jobId = fields.job_id ?? fingerprint?.slice("sha256:".length, "sha256:".length + 12) ?? null;
  const profile = findProfile(fields.proxy_profile ?? "");
  // Messages quote names and paths from outside: a newline or an escape code in one must not reach a terminal or a log.
  const failed = () => ({ issues: issues.map(tidyIssue), jobId, fingerprint, job: null });

  const [{ tools, missing }, folderIssues] = await Promise.all([
    findTools(options),
    fields.output_dir === undefined ? [] : checkOutputFolder(fields.output_dir),
  ]);
  issues.push(...missing, ...folderIssues);
  if (tools === null) return failed();

  const inspected = await inspectSources(fields.sources === undefined ? [] : sourcePaths, tools, options);
  const chosen = chooseEngine(
    inspected.sources,
    sourcePaths.map((sourcePath) => basename(sourcePath)),
  );
  issues.push(...inspected.issues, ...chosen.issues);
  const { engine } = chosen;
  let resolve: ConnectedResolve | null = null;
  if (engine === "ffmpeg" && profile) issues.push(...checkForFfmpeg(fields, profile, tools));
  if (engine === "resolve" && profile) {
    const checked = await checkResolve(fields, profile, options);
    issues.push(...checked.issues);
    resolve = checked.application;
  }
  if (!spec || !profile || !engine || !fingerprint || !jobId) return failed();

  const clips: PreparedClip[] = [];
  const inputs = { spec, jobId, profile, threads: options.threads ?? availableParallelism() };
  const sourcesUsable = !issues.some((issue) => issue.path.startsWith("$.sources"));
  for (const [index, source] of inspected.sources.entries()) {
    const sourcePath = sourcePaths[index];
    if (!sourcesUsable || source === null || sourcePath === undefined) break;
    const planned = planOutput({ source, fileName: basename(sourcePath), index }, inputs);
    issues.push(...planned.issues);
    if (planned.outputName === null) continue;
    const outputPath = join(spec.output_dir, planned.outputName);
    clips.push({ sourcePath, outputPath, identity: source.identity, plan: planned.plan });
  }
  const { published = new Map<number, never>() } = options;
  if (folderIssues.length === 0) issues.push(...(await checkOutputs(clips, spec.output_dir, published)));
  else issues.push(...checkOutputNames(clips, spec.output_dir, { existing: new Map(), published }));
  if (issues.length > 0) return failed();
  return { issues, jobId, fingerprint, job: { spec, jobId, fingerprint, profile, engine, tools, resolve, clips } };
}

async function findTools(options: PrepareOptions): Promise<{ tools: MediaTools | null; missing: Issue[] }> {
  if (options.tools) return { tools: options.tools, missing: [] };
  try {
    const tools = await discoverTools({ cacheFile: options.toolCacheFile, signal: options.signal });
    return { tools, missing: [] };
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "tool_missing") throw error;
    const { code, message, hint } = error;
    return { tools: null, missing: [{ path: "$", code, message, hint }] };
  }
}

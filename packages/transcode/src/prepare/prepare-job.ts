import { access, constants, realpath, stat, statfs } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, isAbsolute, join, resolve } from "node:path";
import { ProxxError, tidyIssue, type CheckedJobSpec, type ExecutionEngine, type Issue } from "@proxx/contract";
import { discoverTools, foldedNames, foldName, type MediaTools } from "@proxx/media";
import { checkDocument } from "../document/check-document.ts";
import { planClip, type ClipPlan } from "../clip-plan/clip-plan.ts";
import { encoderOf, findProfile, type Profile } from "../document/profiles.ts";
import { fingerprintOf } from "../document/fingerprint.ts";
import { inspectSource, type Inspection } from "../source/inspect-source.ts";
import { resolveName } from "../document/naming.ts";
import { estimateBytes } from "../clip-plan/disk-estimate.ts";
import { checkResolve, type ConnectedResolve } from "../resolve/check-resolve.ts";
import type { PreparedClip, PreparedJob } from "./prepared-job.ts";
import type { PrepareOptions } from "./prepare-options.ts";

export interface Preparation {
  issues: Issue[];
  /** As far as they can be known of an invalid document. */
  jobId: string | null;
  fingerprint: string | null;
  sourceCount: number;
  job: PreparedJob | null;
}

/** Every check that can be made before encoding, and all its findings at once. Writes nothing. */
export async function prepareJob(document: unknown, options: PrepareOptions = {}): Promise<Preparation> {
  const { issues, fields, spec } = checkDocument(document);
  const fingerprint = spec === null ? null : fingerprintOf(spec);
  const jobId = fields.job_id ?? fingerprint?.slice("sha256:".length, "sha256:".length + 12) ?? null;
  const sources = fields.sources ?? [];
  // Messages quote names and paths from outside: a newline or an escape code in one must not reach a terminal or a log.
  const failed = () => ({ issues: issues.map(tidyIssue), jobId, fingerprint, sourceCount: sources.length, job: null });

  const [tools, folderIssues] = await Promise.all([
    findTools(options, issues),
    fields.output_dir === undefined ? [] : checkOutputFolder(fields.output_dir),
  ]);
  issues.push(...folderIssues);
  if (tools === null) return failed();

  const paths = sources.map((source) => resolve(options.baseDirectory ?? ".", source));
  const inspections = await mapSideBySide(paths, availableParallelism(), (path) => inspectSource(path, tools, options));
  for (const [index, inspection] of inspections.entries()) {
    if (inspection.kind === "problem") issues.push({ path: `$.sources[${index}]`, ...inspection.problem });
  }
  issues.push(...checkRepeatedSources(paths));
  const profile = findProfile(fields.proxy_profile ?? "");
  const engine = chooseEngine(inspections, issues);
  if (engine === "ffmpeg" && profile) issues.push(...checkForFfmpeg(fields, profile, tools));
  let application: ConnectedResolve | null = null;
  if (engine === "resolve" && profile) {
    const checked = await checkResolve(fields, profile, options);
    issues.push(...checked.issues);
    application = checked.application;
  }
  if (spec === null || profile === undefined || engine === null || fingerprint === null || jobId === null)
    return failed();

  const clips = issues.some((issue) => issue.path.startsWith("$.sources"))
    ? []
    : planClips({ spec, jobId, profile, inspections, threads: options.threads ?? availableParallelism() }, issues);
  issues.push(...(await checkOutputNames(clips, spec.output_dir, folderIssues.length === 0)));
  if (folderIssues.length === 0) issues.push(...(await checkFreeDisk(clips, spec)));
  if (issues.length > 0) return failed();
  return {
    ...{ issues, jobId, fingerprint, sourceCount: sources.length },
    job: { spec, jobId, fingerprint, profile, engine, tools, resolve: application, clips },
  };
}

async function findTools(options: PrepareOptions, issues: Issue[]): Promise<MediaTools | null> {
  if (options.tools) return options.tools;
  try {
    return await discoverTools({ cacheFile: options.toolCacheFile, signal: options.signal });
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "tool_missing") throw error;
    issues.push({ path: "$", code: "tool_missing", message: error.message, hint: error.hint });
    return null;
  }
}

async function checkOutputFolder(path: string): Promise<Issue[]> {
  const issue = (code: string, message: string, hint: string) => [{ path: "$.output_dir", code, message, hint }];
  if (!isAbsolute(path)) {
    return issue(
      "output_dir_not_absolute",
      `${path} is not an absolute path.`,
      `For example ${JSON.stringify(resolve(path))}.`,
    );
  }
  try {
    if (!(await stat(path)).isDirectory())
      return issue("output_dir_not_folder", `${path} is not a folder.`, "Name an existing folder.");
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") {
      return issue(
        "output_dir_missing",
        `${path} does not exist.`,
        "Create it first; Proxx makes no folders, so that a wrong path is noticed.",
      );
    }
    return issue(
      "output_dir_not_writable",
      `${path} cannot be written to (${code ?? String(error)}).`,
      "Give this user the right to write there.",
    );
  }
  return [];
}

function* checkRepeatedSources(paths: readonly string[]): Generator<Issue> {
  const seen = new Map<string, number>();
  for (const [index, path] of paths.entries()) {
    const first = seen.get(path);
    if (first === undefined) seen.set(path, index);
    else {
      yield {
        path: `$.sources[${index}]`,
        code: "source_repeated",
        message: `${path} stands in the list already, as source ${first}.`,
        hint: "Name each clip once.",
      };
    }
  }
}

/** One engine for the whole job, by what the sources are; null when there is none to speak of. */
function chooseEngine(inspections: readonly Inspection[], issues: Issue[]): ExecutionEngine | null {
  const forResolve = inspections.filter((inspection) => inspection.kind === "resolve");
  const forFfmpeg = inspections.filter((inspection) => inspection.kind === "ffmpeg");
  if (forResolve.length > 0 && forFfmpeg.length > 0) {
    issues.push({
      path: "$.sources",
      code: "mixed_engines",
      message:
        `One job cannot mix sources for FFmpeg (${forFfmpeg.map(({ source }) => basename(source.path)).join(", ")}) ` +
        `and for DaVinci Resolve (${forResolve.map(({ path, why }) => `${basename(path)}: ${why}`).join(", ")}).`,
      hint: "Write one JobSpec for each kind.",
    });
    return null;
  }
  if (forResolve.length > 0) return "resolve";
  return forFfmpeg.length > 0 ? "ffmpeg" : null;
}

function* checkForFfmpeg(fields: Partial<CheckedJobSpec>, profile: Profile, tools: MediaTools): Generator<Issue> {
  if (profile.engine === "resolve") {
    yield {
      path: "$.proxy_profile",
      code: "profile_engine",
      message: `The profile ${profile.name} is for DaVinci Resolve, and FFmpeg reads these sources.`,
      hint: "Take a profile without `_resolve`; `proxx profiles` lists them.",
    };
  }
  if (fields.resolve_preset !== undefined) {
    yield {
      path: "$.resolve_preset",
      code: "resolve_preset_unexpected",
      message: "`resolve_preset` is for camera RAW, and FFmpeg reads these sources.",
      hint: "Leave it out.",
    };
  }
  if (fields.codec !== undefined && !tools.encoders.has(encoderOf(fields.codec))) {
    yield {
      path: "$.codec",
      code: "encoder_missing",
      message: `This ffmpeg (${tools.version}) has no ${encoderOf(fields.codec)}, which ${fields.codec} needs.`,
      hint: "Install a full build of ffmpeg; `proxx doctor` shows what this one can do.",
    };
  }
}

interface PlanInputs {
  spec: CheckedJobSpec;
  jobId: string;
  profile: Profile;
  inspections: readonly Inspection[];
  threads: number;
}

function planClips({ spec, jobId, profile, inspections, threads }: PlanInputs, issues: Issue[]): PreparedClip[] {
  const clips: PreparedClip[] = [];
  const naming = {
    ...{ jobId, codec: spec.codec, resolution: spec.resolution ?? profile.resolution, profile: profile.name },
    ...{ createdAt: spec.created_at, container: spec.container },
  };
  for (const [index, inspection] of inspections.entries()) {
    if (inspection.kind === "problem") continue;
    const facts = inspection.kind === "ffmpeg" ? inspection.source.facts : inspection.facts;
    const sourcePath = inspection.kind === "ffmpeg" ? inspection.source.path : inspection.path;
    const identity = inspection.kind === "ffmpeg" ? inspection.source.identity : inspection.identity;
    const named = resolveName(spec.output_name_template, { path: sourcePath, index, facts }, naming);
    if ("problem" in named) {
      issues.push({
        path: "$.output_name_template",
        code: "invalid_name",
        message: `For source ${index}, ${named.problem}.`,
        hint: named.hint,
      });
    }
    let plan: ClipPlan | null = null;
    if (inspection.kind === "ffmpeg") {
      const planned = planClip(inspection.source, spec, profile, { threads });
      plan = planned.plan;
      for (const { field, code, message, hint } of planned.problems) {
        issues.push({
          path: field === null ? `$.sources[${index}]` : `$.${field}`,
          code,
          message: `${basename(sourcePath)}: ${message}`,
          hint,
        });
      }
    }
    if ("name" in named)
      clips.push({ sourcePath, outputPath: join(spec.output_dir, named.name), identity, facts, plan });
  }
  return clips;
}

async function checkOutputNames(
  clips: readonly PreparedClip[],
  outputDir: string,
  folderUsable: boolean,
): Promise<Issue[]> {
  const issues: Issue[] = [];
  const seen = new Map<string, PreparedClip>();
  const existing = folderUsable && clips.length > 0 ? await foldedNames(outputDir) : new Map<string, string>();
  for (const [index, clip] of clips.entries()) {
    const name = basename(clip.outputPath);
    const other = seen.get(foldName(name));
    seen.set(foldName(name), clip);
    if (other) {
      issues.push({
        path: "$.output_name_template",
        code: "names_collide",
        message: `${clip.sourcePath} and ${other.sourcePath} would both become ${name}.`,
        hint: "Put {index} into the template.",
      });
      continue;
    }
    const taken = existing.get(foldName(name));
    if (taken !== undefined) {
      issues.push({
        path: `$.sources[${index}]`,
        code: "output_exists",
        message: `The output ${join(outputDir, taken)} already exists.`,
        hint: "Nothing is overwritten. Move it away, or change `output_dir` or `output_name_template`.",
      });
    }
  }
  return issues;
}

async function checkFreeDisk(clips: readonly PreparedClip[], spec: CheckedJobSpec): Promise<Issue[]> {
  const folder = await realpath(spec.output_dir);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const needed = clips.reduce((sum, clip) => sum + (clip.plan === null ? 0 : estimateBytes(clip.plan)), 0);
  if (needed <= free) return [];
  return [
    {
      path: "$.output_dir",
      code: "disk_space",
      message: `The outputs may need ${megabytes(needed)} MB and ${folder} has ${megabytes(free)} MB free.`,
      hint: "Free some space, name another folder, or split the job.",
    },
  ];
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1_000_000));
}

/** Keeps `limit` calls going at a time; results in the order of the inputs. */
async function mapSideBySide<In, Out>(
  inputs: readonly In[],
  limit: number,
  call: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  let next = 0;
  const work = async () => {
    while (next < inputs.length) {
      const index = next++;
      results[index] = await call(inputs[index] as In);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, work));
  return results;
}

import { statSync } from "node:fs";
import { join } from "node:path";
import type { ClipResult, Issue, JobResult, JobSpec, Loss } from "@proxx/contract";
import { discoverTools, probeAndScan } from "@proxx/media";
import { askFfprobe, CLIP_CACHE, temporaryFolder, type ProbedFile } from "@proxx/testing";
import { createJobSpec, executeJobSpec, validateJobSpec } from "@proxx/transcode";
import { expect } from "vitest";

type Fields = Partial<JobSpec> & { threads?: number };

export interface Proxy {
  result: JobResult;
  clip: ClipResult;
  path: string;
  /** What ffprobe says of the file. */
  probed: ProbedFile;
  /** What verification found of it, by the checks' names: what ffprobe says too. */
  found: Partial<Record<string, string>>;
  /** The loss rows by the property they are about. */
  losses: Partial<Record<string, Loss>>;
}

/** A JobSpec of one source into a fresh folder; `standard` ProRes Proxy in QuickTime unless said otherwise. */
export function specOf(source: string, { threads: _threads, ...fields }: Fields = {}): JobSpec {
  return createJobSpec({
    sources: [source],
    output_dir: temporaryFolder(),
    output_name_template: "{index}_proxy",
    codec: "prores_proxy",
    container: "mov",
    fps_mode: "preserve_source",
    proxy_profile: "standard",
    created_at: "2026-11-20T10:00:00Z",
    ...fields,
  });
}

/**
 * Runs the spec and holds it to having worked: completed, every check passed, and a file that decodes without a word and is what
 * verification has found.
 */
export async function makeProxy(source: string, fields: Fields = {}): Promise<Proxy> {
  const result = await runSpec(source, fields);
  const [clip] = result.clips;
  expect(clip?.failure_detail ?? null).toBeNull();
  expect(result.status).toBe("COMPLETED");
  expect(clip?.verification.filter((row) => !row.pass)).toEqual([]);
  if (!clip?.output_path) throw new Error("A completed clip has an output path");
  const losses = Object.fromEntries(clip.losses.map((loss) => [loss.property, loss]));
  const found = Object.fromEntries(clip.verification.map((row) => [row.check, row.found]));
  const path = clip.output_path;
  const probed = askFfprobe(path);
  for (const [check, said] of Object.entries(saidOf(probed))) {
    if (check in found && said !== undefined) expect([check, found[check]]).toEqual([check, said]);
  }
  return { result, clip, path, found, losses, probed };
}

/** What verification is to have found, by ffprobe's word alone. */
function saidOf({ video }: ProbedFile): Record<string, string | undefined> {
  return {
    frame_count: video.nb_read_frames,
    pixel_format: video.pix_fmt,
    colour_matrix: video.color_space,
    colour_primaries: video.color_primaries,
    colour_transfer: video.color_transfer,
    colour_range: video.color_range,
  };
}

/** The same at half the size, where the codec holds that, for what has nothing to do with the size: a quarter of the encoding. */
export async function makeSmallProxy(source: string, fields: Fields = {}): Promise<Proxy> {
  return makeProxy(source, fields.codec?.startsWith("dnx") ? fields : { resolution: "half", ...fields });
}

/** Runs the spec, whatever becomes of it. */
export async function runSpec(source: string, fields: Fields = {}): Promise<JobResult> {
  return executeJobSpec(specOf(source, fields), { threads: fields.threads, ...KNOWN });
}

/** The issues for which the spec is refused. */
export async function refusalOf(source: string, fields: Fields = {}): Promise<Issue[]> {
  const report = await validateJobSpec(specOf(source, fields), KNOWN);
  expect(report.valid).toBe(false);
  return report.issues;
}

const toolCacheFile = join(CLIP_CACHE, "tools.json");

/** A source is read once by each process of tests, although many jobs take it, for as long as its file stays as it is. */
class SourcesRead extends Map<string, ReturnType<typeof probeAndScan>> {
  override get(path: string) {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const key = `${path} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
    const reading = super.get(key) ?? read(path);
    this.set(key, reading);
    return reading;
  }
}

async function read(path: string): ReturnType<typeof probeAndScan> {
  const { ffprobe } = await discoverTools({ cacheFile: toolCacheFile });
  return probeAndScan(path, { ffprobe });
}

/** What is the same for all jobs of the tests, and is asked once. */
const KNOWN = { toolCacheFile, probes: new SourcesRead() };

import type { ClipResult, Issue, JobResult, JobSpec, Loss } from "@proxx/contract";
import { askFfprobe, temporaryFolder, type ProbedFile } from "@proxx/testing";
import { createJobSpec, executeJobSpec, validateJobSpec } from "@proxx/transcode";
import { expect } from "vitest";

type Fields = Partial<JobSpec> & { threads?: number };

export interface Proxy {
  result: JobResult;
  clip: ClipResult;
  path: string;
  probed: ProbedFile;
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

/** Runs the spec and holds it to having worked: completed, every check passed, and a file that decodes without a word. */
export async function makeProxy(source: string, fields: Fields = {}): Promise<Proxy> {
  const result = await runSpec(source, fields);
  const [clip] = result.clips;
  expect(clip?.failure_detail ?? null).toBeNull();
  expect(result.status).toBe("COMPLETED");
  expect(clip?.verification.filter((row) => !row.pass)).toEqual([]);
  if (!clip?.output_path) throw new Error("A completed clip has an output path");
  const losses = Object.fromEntries(clip.losses.map((loss) => [loss.property, loss]));
  return { result, clip, path: clip.output_path, probed: askFfprobe(clip.output_path), losses };
}

/** Runs the spec, whatever becomes of it. */
export async function runSpec(source: string, fields: Fields = {}): Promise<JobResult> {
  return executeJobSpec(specOf(source, fields), { threads: fields.threads });
}

/** The issues for which the spec is refused. */
export async function refusalOf(source: string, fields: Fields = {}): Promise<Issue[]> {
  const report = await validateJobSpec(specOf(source, fields));
  expect(report.valid).toBe(false);
  return report.issues;
}

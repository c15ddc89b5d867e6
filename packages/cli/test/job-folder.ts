import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobResultSchema, type JobResult, type JobSpec } from "@proxx/contract";
import { everydayClip, makeClip, temporaryFolder, testPicture, type ProxxRun } from "@proxx/testing";

export interface JobFolder {
  folder: string;
  output: string;
  /** Writes a JobSpec (or any text) and returns its path. */
  write: (document: unknown, name?: string) => string;
  spec: (fields?: Partial<Record<keyof JobSpec, unknown>>) => Record<string, unknown>;
}

/** A folder with an output folder in it, and JobSpecs that go there. */
export function jobFolder(): JobFolder {
  const folder = temporaryFolder();
  const output = join(folder, "proxies");
  mkdirSync(output);
  return {
    folder,
    output,
    write: (document, name = "job.json") => {
      const path = join(folder, name);
      writeFileSync(
        path,
        typeof document === "string" || document instanceof Uint8Array ? document : JSON.stringify(document),
      );
      return path;
    },
    spec: (fields = {}) => ({
      jobspec_version: "1.0.0",
      created_at: "2026-11-20T10:00:00Z",
      sources: [everydayClip()],
      output_dir: output,
      output_name_template: "{source_name}_proxy",
      codec: "h264",
      container: "mp4",
      fps_mode: "preserve_source",
      proxy_profile: "proxy_h264_low",
      ...fields,
    }),
  };
}

/** The one document on stdout, checked against its schema. */
export function resultOf(run: ProxxRun): JobResult {
  return jobResultSchema.parse(JSON.parse(run.stdout));
}

/** Half a minute to encode where ffmpeg goes AT_ITS_PACE, so that a test can step in. */
export function slowClip(): string {
  return makeClip("slow-30.mov", [
    ...testPicture({ size: "320x180", seconds: 30 }),
    ...["-vf", "noise=alls=20:allf=t", "-c:v", "mpeg4", "-q:v", "5"],
  ]);
}

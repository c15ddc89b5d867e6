import { JOBSPEC_VERSION, jobSpecSchema, legalContainers } from "@proxx/contract";
import { findProfile } from "@proxx/transcode";
import type { z } from "zod";
import type { transcode } from "./signature.ts";

export type TranscodeSettings = Omit<z.output<typeof transcode.signature.params>, "video">;

/** No clock goes into the spec: the same parameters are the same document. */
const CREATED_AT = "2000-01-01T00:00:00.000Z";

/** The JobSpec that does what a transcode asks for, unchecked. */
export function transcodeDocument(
  { profile, codec, container, resolution, fpsMode }: TranscodeSettings,
  { source, outputFolder }: { source: string; outputFolder: string },
): Record<string, unknown> {
  const found = findProfile(profile);
  const chosen = codec ?? found?.codec ?? "h264";
  return {
    jobspec_version: JOBSPEC_VERSION,
    created_at: CREATED_AT,
    sources: [source],
    output_dir: outputFolder,
    output_name_template: "output",
    codec: chosen,
    container: container ?? found?.containers?.[0] ?? usualContainer(chosen),
    fps_mode: fpsMode ?? "preserve_source",
    proxy_profile: profile,
    ...(resolution === undefined ? {} : { resolution }),
  };
}

function usualContainer(codec: string): string {
  const known = jobSpecSchema.shape.codec.safeParse(codec);
  // What is no codec at all is told by the check.
  return (known.success ? legalContainers(known.data)[0] : undefined) ?? "mov";
}

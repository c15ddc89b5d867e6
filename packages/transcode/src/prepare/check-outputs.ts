import { realpath, statfs } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Issue } from "@proxx/contract";
import { foldedNames, foldName } from "@proxx/media";
import { estimateBytes } from "../clip-plan/disk-estimate.ts";
import type { PreparedClip } from "./prepared-job.ts";

/** Outputs that are there already because this same job has made them, by their place. */
type Published = ReadonlyMap<number, unknown>;

/** Whether each output has a name of its own: among the clips, and among `existing`, the names in the folder by their fold. */
export function* checkOutputNames(
  clips: readonly PreparedClip[],
  outputDir: string,
  { existing, published }: { existing: ReadonlyMap<string, string>; published: Published },
): Generator<Issue> {
  const seen = new Map<string, PreparedClip>();
  for (const [index, clip] of clips.entries()) {
    const name = basename(clip.outputPath);
    const fold = foldName(name);
    const other = seen.get(fold);
    const taken = existing.get(fold);
    seen.set(fold, clip);
    if (other) {
      yield {
        path: "$.output_name_template",
        code: "names_collide",
        message: `${clip.sourcePath} and ${other.sourcePath} would both become ${name}.`,
        hint: "Put {index} into the template.",
      };
    } else if (taken !== undefined && !published.has(index)) {
      yield {
        path: `$.sources[${index}]`,
        code: "output_exists",
        message: `The output ${join(outputDir, taken)} already exists.`,
        hint: "Nothing is overwritten. Move it away, or change `output_dir` or `output_name_template`.",
      };
    }
  }
}

/** What the folder itself, which can be written to, says against the outputs. */
export async function checkOutputs(
  clips: readonly PreparedClip[],
  outputDir: string,
  published: Published,
): Promise<Issue[]> {
  if (clips.length === 0) return [];
  const existing = await foldedNames(outputDir);
  const missing = clips.filter((_, index) => !published.has(index));
  return [...checkOutputNames(clips, outputDir, { existing, published }), ...(await checkFreeDisk(missing, outputDir))];
}

async function checkFreeDisk(clips: readonly PreparedClip[], outputDir: string): Promise<Issue[]> {
  const folder = await realpath(outputDir);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const needed = clips.reduce((sum, { plan }) => sum + (plan === null ? 0 : estimateBytes(plan)), 0);
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

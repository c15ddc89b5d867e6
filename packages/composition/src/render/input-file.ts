import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Input, JobContext } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { openInput } from "../open/open-input.ts";
import { render } from "./render.ts";

/**
 * The file of an input, for whoever needs one: a provider, a transcode. What was left to be rendered is rendered here.
 */
export async function inputFile(
  input: Input,
  context: JobContext,
  tools: MediaTools,
): Promise<{ path: string; mediaType: string }> {
  const [stored] = input.files;
  if (stored !== undefined) return { path: stored.path, mediaType: stored.artifact.mediaType };
  const composition = await openInput(input, { tools, signal: context.signal });
  const workDir = await mkdtemp(join(context.workDir, "input-"));
  const [file] = await render(composition, { ...context, workDir }, tools);
  if (file === undefined) throw new TypeError("Expected a rendering to make a file");
  return file;
}

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { jobResultSchema } from "@proxx/contract";
import { hashFile, runTool } from "@proxx/media";
import { post, type Answer } from "./client.ts";
import type { ServerViolation } from "./server-figures.ts";

export interface SeenJobSpec {
  readonly status: string;
  readonly result: unknown;
  readonly completedAt: string | null;
}

/** Sends a JobSpec, once. */
export function submitJobSpec(url: string, document: object, key: string): Promise<Answer> {
  return post(`${url}/api/jobspecs`, document, { key, idOf: (answer) => (answer as { id: string }).id });
}

/** As it stands; null where it is unknown. */
export async function lookAtJobSpec(url: string, id: string): Promise<SeenJobSpec | null> {
  const response = await fetch(`${url}/api/jobspecs/${id}`);
  if (response.status === 404) return null;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${id} was answered ${response.status}: ${text}`);
  return JSON.parse(text) as SeenJobSpec;
}

/** What is wrong with one that was to complete: with its end, with what it says of its clips, and with the clips themselves. */
export async function faultsOfJobSpec(
  id: string,
  seen: SeenJobSpec | null,
  { output, sources }: { output: string; sources: readonly string[] },
): Promise<ServerViolation[]> {
  if (seen === null) return [{ figure: "lost", detail: id }];
  if (seen.completedAt === null) return [{ figure: "stuck", detail: `${id} is ${seen.status}` }];
  if (seen.status !== "completed") {
    return [{ figure: "wrongEnd", detail: `${id} is ${seen.status}: ${JSON.stringify(seen.result).slice(0, 2000)}` }];
  }
  const { clips, successful_clips } = jobResultSchema.parse(seen.result);
  const expected = sources.map((source) => join(output, `${basename(source, ".mov")}_proxy.mp4`));
  const found = readdirSync(output).map((name) => join(output, name));
  const faults: string[] = [];
  if (successful_clips !== sources.length) faults.push(`says ${successful_clips} clips`);
  if (found.toSorted().join() !== expected.toSorted().join()) faults.push(`left ${found.join(", ")}`);
  for (const [index, path] of expected.entries()) {
    if (clips[index]?.output_path !== path) faults.push(`says ${clips[index]?.output_path} for ${path}`);
    else if (!found.includes(path)) continue;
    else if (clips[index].output_sha256 !== (await hashFile(path))) faults.push(`says other bytes of ${path}`);
    else if ((await frames(path)) !== (await frames(sources[index] ?? ""))) faults.push(`${path} is not whole`);
  }
  return faults.map((fault) => ({ figure: "wrongEnd", detail: `${id} ${fault}` }));
}

/** As ffprobe decodes them. */
async function frames(path: string): Promise<string> {
  const args = ["-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries", "stream=nb_read_frames"];
  const lines: string[] = [];
  const onStdoutLine = (line: string) => void lines.push(line);
  await runTool({ command: "ffprobe", args: [...args, "-of", "csv=p=0", path], onStdoutLine });
  return lines.join();
}

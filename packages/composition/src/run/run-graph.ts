import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFilterGraph, type MediaTools, type Stream, type WrittenGraph } from "@proxx/media";
import { refuseDamaged } from "./refuse-damaged.ts";
import { runFfmpeg, type FfmpegRun } from "./run-ffmpeg.ts";

export interface GraphRun extends Omit<FfmpegRun, "onComplaint"> {
  /** An empty folder, where what inputs are made of is written. */
  folder: string;
  /**
   * What becomes of the streams, by their labels for `-map`. Inputs beside the graph's follow it, from `nextInput` on.
   */
  outputs: (labels: readonly string[], nextInput: number) => string[];
  /** Arguments of inputs that are no part of the graph. */
  otherInputs?: readonly string[];
}

/** Has ffmpeg run a graph once. A source of it that is damaged is refused, even if decoders conceal the damage. */
export async function runGraph(
  streams: readonly Stream[],
  { folder, outputs, otherInputs = [], ...run }: GraphRun,
): Promise<void> {
  const graph = writeFilterGraph(streams);
  const inputs = await prepareInputs(graph, folder, run.signal);
  // From a file: a merge of hundreds of clips is longer than one argument may be.
  const graphFile = join(folder, "graph.txt");
  await writeFile(graphFile, graph.text);
  const graphOption = readsOptionsFromFiles(run.tools) ? "-/filter_complex" : "-filter_complex_script";
  const args = [...inputs, ...otherInputs, graphOption, graphFile, ...outputs(graph.labels, graph.inputs.length)];
  await runFfmpeg(args, { ...run, onComplaint: () => refuseDamaged(streams, run) });
}

/**
 * Shared by all inputs, which are opened at once: each decoder thread holds a picture or more, 100 clips of 1080p 4 GB.
 */
const DECODER_THREADS = 32;

/** The arguments that open a graph's inputs, in order, each with a folder of its own to write into. */
async function prepareInputs({ inputs }: WrittenGraph, folder: string, signal: AbortSignal): Promise<string[]> {
  const threads = Math.max(1, Math.floor(DECODER_THREADS / inputs.length));
  const args: string[] = [];
  for (const [index, input] of inputs.entries()) {
    const own = join(folder, String(index));
    await mkdir(own);
    if (inputs.length > 4) args.push("-threads", String(threads));
    args.push(...(await input.prepare(own, signal)));
  }
  return args;
}

// ffmpeg 7 reads any option from a file, and takes back the one that was for graphs alone.
function readsOptionsFromFiles({ version }: MediaTools): boolean {
  const major = /^n?(\d+)\./.exec(version)?.[1];
  return major === undefined || Number(major) >= 7;
}

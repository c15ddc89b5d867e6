import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError, type Loudness, type OperationContext } from "@proxx/contract";
import { filter, writeFilterGraph, type MediaTools, type Stream } from "@proxx/media";
import { z } from "zod";
import type { Composition } from "./composition.ts";
import { exactSamples, standardSamples } from "./exact-streams.ts";
import { prepareInputs, runFfmpeg } from "./render.ts";

/** What `loudnorm` prints, numbers as text; of silence it measures `-inf`. */
const measurementSchema = z.object({
  input_i: z.string(),
  input_tp: z.string(),
  input_lra: z.string(),
  input_thresh: z.string(),
  target_offset: z.string(),
});

/**
 * Brings the sound to a loudness by EBU R128 in two passes: the whole is measured first, so that one gain fits all of it.
 * Where that gain would drive peaks over the limit, `loudnorm` rides the level instead.
 */
export async function level(
  composition: Composition,
  { integrated, truePeak }: Loudness,
  context: Pick<OperationContext, "workDir" | "signal">,
  tools: MediaTools,
): Promise<Composition> {
  const { sound } = composition;
  if (sound === null) return composition;
  const target = { i: integrated, tp: truePeak, lra: 11 };
  const measured = await measure(filter(sound.stream, "loudnorm", { ...target, print_format: "json" }), context, tools);
  // Silence has no loudness to be changed.
  if (!Number.isFinite(Number(measured.input_i))) return composition;
  const normalised = filter(sound.stream, "loudnorm", {
    ...target,
    linear: true,
    measured_i: Number(measured.input_i),
    measured_tp: Number(measured.input_tp),
    measured_lra: Number(measured.input_lra),
    measured_thresh: Number(measured.input_thresh),
    offset: Number(measured.target_offset),
  });
  // It works at 192 kHz where it rides the level.
  const stream = exactSamples(standardSamples(normalised), sound.samples);
  return { ...composition, sound: { ...sound, stream } };
}

async function measure(
  stream: Stream,
  { workDir, signal }: Pick<OperationContext, "workDir" | "signal">,
  tools: MediaTools,
): Promise<z.output<typeof measurementSchema>> {
  const folder = await mkdtemp(join(workDir, "loudness-"));
  const graph = writeFilterGraph([stream]);
  const inputs = await prepareInputs(graph, folder, signal);
  const graphFile = join(folder, "graph.txt");
  await writeFile(graphFile, graph.text);
  let json = "";
  await runFfmpeg([...inputs, "-filter_complex_script", graphFile, "-map", graph.labels[0] ?? "", "-f", "null", "-"], {
    tools,
    signal,
    onLine: (line) => {
      const text = line.replace(/^\[info\] ?/, "");
      if (json === "" ? /\{\s*$/.test(text) : !json.endsWith("}")) json += json === "" ? "{" : text;
    },
  });
  const parsed = measurementSchema.safeParse(tryParse(json));
  if (!parsed.success) {
    throw new ProxxError("tool_failed", "ffmpeg measured no loudness.", {
      hint: "Run `proxx doctor`: this ffmpeg may lack the loudnorm filter.",
      cause: parsed.error,
    });
  }
  return parsed.data;
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

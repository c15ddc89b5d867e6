import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { discard, fileUrl, filter, inputStream, safeInputArguments, type MediaTools, type Stream } from "@proxx/media";
import { runGraph } from "../run/run-graph.ts";

/** By EBU R128. Of silence both are -Infinity. */
export interface MeasuredLoudness {
  /** LUFS. */
  integrated: number;
  /** dBTP. */
  truePeak: number;
}

interface MeasureOptions {
  workDir: string;
  tools: MediaTools;
  signal: AbortSignal;
  /** Arguments of an encoder, behind which the sound is measured: encoders move peaks by up to 2 dB. @default none */
  encoding?: readonly string[] | undefined;
  /** Where what the encoder made is kept, as MP4. @default nowhere */
  keepAt?: string | undefined;
}

/** Listens to the whole of a sound. */
export async function measureLoudness(sound: Stream, options: MeasureOptions): Promise<MeasuredLoudness> {
  const { workDir, encoding, keepAt, tools, signal } = options;
  const folder = await mkdtemp(join(workDir, "loudness-"));
  if (encoding === undefined) return await listen(sound, folder, { tools, signal });
  const path = keepAt ?? join(folder, "encoded.mov");
  const container = keepAt === undefined ? "mov" : "mp4";
  const outputs = ([label = ""]: readonly string[]) => ["-map", label, ...encoding, "-f", container, fileUrl(path)];
  await runGraph([sound], { folder, outputs, tools, signal });
  const decoded = inputStream({ prepare: () => safeInputArguments(path) }, "audio");
  const measured = await listen(decoded, await mkdtemp(join(workDir, "loudness-")), { tools, signal });
  if (keepAt === undefined) await discard(path);
  return measured;
}

async function listen(
  sound: Stream,
  folder: string,
  { tools, signal }: { tools: MediaTools; signal: AbortSignal },
): Promise<MeasuredLoudness> {
  const said: Record<string, number> = {};
  await runGraph([filter(sound, "ebur128", { peak: "true", framelog: "verbose" })], {
    folder,
    outputs: ([label = ""]) => ["-map", label, "-f", "null", "-"],
    tools,
    signal,
    onLine: (line) => {
      const [, name, value] = /^\s*(I|Peak):\s+(\S+) (?:LUFS|dBFS)$/.exec(line) ?? [];
      if (name !== undefined) said[name] = Number(value === "-inf" ? -Infinity : value);
    },
  });
  const { I: integrated = Number.NaN, Peak: truePeak = Number.NaN } = said;
  if (Number.isNaN(integrated) || Number.isNaN(truePeak)) {
    throw new ProxxError("tool_failed", "ffmpeg measured no loudness.", {
      hint: "Run `proxx doctor`: this ffmpeg may lack the ebur128 filter.",
    });
  }
  // EBU R128 does not count what is below a gate of -70 LUFS. Where nothing is above it, ffmpeg says -70.
  return { integrated: integrated <= -70 ? -Infinity : integrated, truePeak };
}

import { mkdtemp, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  ProxxError,
  type Issue,
  type Model,
  type OperationContext,
  type PlanContext,
  type Transcript,
} from "@proxx/contract";
import { fileUrl, writeFilterGraph } from "@proxx/media";
import type { MediaInput } from "@proxx/providers";
import type { Sound } from "../composition/composition.ts";
import { prepareInputs, runFfmpeg } from "../composition/render.ts";
import type { OperationKit } from "../kit.ts";
import { modelIssues, runModel, type ModelWork } from "../run-model.ts";

export interface ListenOptions {
  /** The language spoken, where the model need not guess it. */
  readonly language?: string | undefined;
  /** Parameters of the model alone. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** Has a model write down what is said. */
export async function listen(
  sound: Sound | null,
  model: Model,
  options: ListenOptions,
  { kit, context }: { kit: OperationKit; context: OperationContext },
): Promise<Transcript> {
  if (sound === null) {
    throw new ProxxError("text_missing", "There is no sound that a model could listen to.", {
      hint: "Give the words with `captions`, `text` or `file`.",
    });
  }
  const audio = await soundForListening(sound, { kit, context });
  const { transcript } = await runModel(kit, model, workOf(audio, options), context);
  if (transcript !== null) return { ...transcript, language: options.language ?? transcript.language };
  throw new ProxxError("result_unusable", `${model.provider}:${model.model} gave no transcript.`, {
    hint: 'Name a model that transcribes, such as `openai("whisper-1")`.',
  });
}

/** What is wrong with having this model listen, told before any money is spent. */
export function listenIssues(kit: OperationKit, model: Model, options: ListenOptions, context: PlanContext): Issue[] {
  return modelIssues(kit, model, workOf({ path: "/to-be-made", ...LISTENING, sizeBytes: 1 }, options), context);
}

function workOf(audio: MediaInput, { language, options }: ListenOptions): ModelWork {
  return { task: "transcription", input: { audio, language }, options };
}

const LISTENING = { mediaType: "audio/mp4" } as const;

/** The sound alone, as small as recognisers need it: they take 25 MB or so, an hour of this. */
async function soundForListening(
  sound: Sound,
  { kit, context }: { kit: OperationKit; context: OperationContext },
): Promise<MediaInput> {
  const folder = await mkdtemp(join(context.workDir, "listen-"));
  const graph = writeFilterGraph([sound.stream]);
  const inputs = await prepareInputs(graph, folder, context.signal);
  const graphFile = join(folder, "graph.txt");
  await writeFile(graphFile, graph.text);
  const path = join(folder, "sound.m4a");
  const encoding = ["-ac", "1", "-ar", "16000", "-c:a", "aac", "-b:a", "48k", "-f", "mp4"];
  await runFfmpeg(
    [...inputs, "-filter_complex_script", graphFile, "-map", graph.labels[0] ?? "", ...encoding, fileUrl(path)],
    { tools: await kit.tools(), signal: context.signal },
  );
  return { path, ...LISTENING, sizeBytes: (await stat(path)).size };
}

import { mkdtemp, stat } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError, type Approach, type Issue, type Model, type JobContext, type PlanContext } from "@proxx/contract";
import { fileUrl } from "@proxx/media";
import type { MediaInput } from "@proxx/providers";
import { type Sound, runGraph } from "@proxx/composition";
import type { OperationResources } from "../operation-resources.ts";
import type { ModelWork } from "./model-work.ts";
import type { Heard } from "./heard.ts";
import { notedRun } from "./noted-down.ts";
import { modelApproach, modelIssues, runModel } from "./run-model.ts";

export interface ListenOptions {
  /** The language spoken, where the model need not guess it. */
  readonly language?: string | undefined;
  /** Parameters of the model alone. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Whether a text without times is no use. @default false */
  readonly needsTimes?: boolean;
}

/** Has a model write down what is said. */
export async function listen(
  sound: Sound | null,
  model: Model,
  options: ListenOptions,
  { resources, context }: { resources: OperationResources; context: JobContext },
): Promise<Heard> {
  if (sound === null) {
    throw new ProxxError("text_missing", "There is no sound that a model could listen to.", {
      hint: "Give the words with `captions`, `text` or `file`.",
    });
  }
  // What has been sent already need not be made again.
  const isSent = notedRun(context.remembered)?.provider === model.provider;
  const audio = isSent ? TO_BE_HEARD : await soundForListening(sound, { resources, context });
  const { transcript, wordTiming, degradations } = await runModel(resources, model, workOf(audio, options), context);
  if (transcript === null) throw new TypeError("Expected a transcription to give a transcript");
  if (options.needsTimes === true && wordTiming === "none" && transcript.text !== "") {
    const { message, hint } = timeless(model);
    throw new ProxxError("text_missing", message, { hint });
  }
  return { transcript: { ...transcript, language: options.language ?? transcript.language }, degradations };
}

/** What is wrong with having this model listen, told before any money is spent. */
export function listenIssues(
  resources: OperationResources,
  model: Model,
  options: ListenOptions,
  context: PlanContext,
): Issue[] {
  const issues = modelIssues(resources, model, workOf(TO_BE_HEARD, options), context);
  if (options.needsTimes !== true || resources.providers.findModel(model)?.wordTimes !== false) return issues;
  return [{ path: resources.defaultModels.transcription === model ? "$" : "$.model", ...timeless(model) }, ...issues];
}

/** How a job is done that has this model listen. */
export function listenApproach(
  resources: OperationResources,
  model: Model,
  options: ListenOptions,
  context: PlanContext,
): Approach {
  return modelApproach(model, { resources, work: workOf(TO_BE_HEARD, options), context });
}

function timeless({ provider, model }: Model) {
  return {
    code: "text_missing",
    message: `${provider}:${model} writes down what is said, and not when.`,
    hint: 'Take a model that times words, such as `openai("whisper-1")` or `elevenlabs("scribe_v1")`.',
  } as const;
}

function workOf(audio: MediaInput, { language, options }: ListenOptions): ModelWork {
  return { task: "transcription", input: { audio, language }, options };
}

const LISTENING = { mediaType: "audio/mp4" } as const;
const TO_BE_HEARD: MediaInput = { path: "/to-be-made", ...LISTENING, sizeBytes: 1 };

/** The sound alone, as small as recognisers need it: they take 25 MB or so, an hour of this. */
async function soundForListening(
  sound: Sound,
  { resources, context }: { resources: OperationResources; context: JobContext },
): Promise<MediaInput> {
  const folder = await mkdtemp(join(context.workDir, "listen-"));
  const path = join(folder, "sound.m4a");
  const encoding = ["-ac", "1", "-ar", "16000", "-c:a", "aac", "-b:a", "48k", "-f", "mp4"];
  await runGraph([sound.stream], {
    folder,
    outputs: ([label = ""]) => ["-map", label, ...encoding, fileUrl(path)],
    tools: await resources.tools(),
    signal: context.signal,
  });
  return { path, ...LISTENING, sizeBytes: (await stat(path)).size };
}

import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  backoffMs,
  ProxxError,
  type Degradation,
  type MediaKind,
  type Model,
  type JobContext,
  type ProducedFile,
  type Task,
  type Transcript,
  type TranscriptWord,
} from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import type { ProviderResult } from "@proxx/providers";
import { identifyMedia } from "./identify-media.ts";

export interface ModelOutput {
  /** The first is what was asked for; what the model gave beside it comes after. */
  files: ProducedFile[];
  transcript: Transcript | null;
  /** Whether the transcript tells when each word is said: measured, guessed from sentences, or not at all. */
  wordTiming: "measured" | "estimated" | "none";
  degradations: Omit<Degradation, "jobId">[];
}

/** What may come of a task. */
const WANTED: Readonly<Record<Exclude<Task, "transcription">, readonly MediaKind[]>> = {
  video: ["video"],
  image: ["image"],
  speech: ["audio"],
  "lip-sync": ["video"],
  "background-removal": ["video", "image"],
};

interface Taking {
  model: Model;
  task: Task;
  context: JobContext;
  tools: MediaTools;
}

/** Brings a provider's results into the work folder. What they are is decided by their bytes, not by what they are called. */
export async function takeResults(results: readonly ProviderResult[], taking: Taking): Promise<ModelOutput> {
  const { model, task } = taking;
  if (task === "transcription") return takeTranscript(results, model);
  const files: ProducedFile[] = [];
  const others: string[] = [];
  let words: TranscriptWord[] | undefined;
  for (const [index, result] of results.entries()) {
    if (result.kind === "transcript") continue;
    const taken = await takeFile(result, index, taking);
    if ("kind" in taken) files.push(taken);
    else others.push(`something that is no medium (${taken.mediaType ?? "of no type"})`);
    if (result.kind === "bytes") words ??= result.words;
  }
  const main = files.find(({ kind }) => WANTED[task].some((wanted) => wanted === kind));
  if (main === undefined) {
    const got = [...files.map(({ mediaType }) => mediaType), ...others].join(", ") || "nothing";
    throw unusable(model, `gave ${got} in place of ${WANTED[task].join(" or ")}`);
  }
  return {
    files: [main, ...files.filter((file) => file !== main)],
    transcript: words === undefined ? null : spoken(words),
    wordTiming: words === undefined ? "none" : "measured",
    degradations: [],
  };
}

function takeTranscript(results: readonly ProviderResult[], model: Model): ModelOutput {
  const result = results.find((entry) => entry.kind === "transcript");
  if (result === undefined) throw unusable(model, "gave no transcript");
  const { language, text, wordTiming } = result;
  const estimated = {
    code: "text_times_estimated",
    message: `${nameOf(model)} tells when it hears each sentence, not each word: the words' times are spread by their lengths.`,
    hint: 'Take a model that times words, such as `openai("whisper-1")` or `elevenlabs("scribe_v1")`.',
  } as const;
  return {
    files: [],
    transcript: { language, text, words: result.words },
    wordTiming,
    degradations: wordTiming === "estimated" ? [estimated] : [],
  };
}

function spoken(words: readonly TranscriptWord[]): Transcript {
  return { language: null, text: words.map(({ word }) => word).join(" "), words: [...words] };
}

type MediaResult = Exclude<ProviderResult, { kind: "transcript" }>;

async function takeFile(
  result: MediaResult,
  index: number,
  { context, tools }: Taking,
): Promise<ProducedFile | { mediaType: string | null }> {
  const arrived = join(context.workDir, `result-${index}`);
  const told = result.kind === "url" ? await fetchResult(result, arrived, context) : result.mediaType;
  if (result.kind === "bytes") await writeFile(arrived, result.data);
  const media = await identifyMedia(arrived, { told, tools, signal: context.signal });
  if (media === null) return { mediaType: told };
  const { extension, ...about } = media;
  const path = `${arrived}.${extension}`;
  await rename(arrived, path);
  return { path, ...about };
}

const TRIES = 4;

/** The type that it is said to have. What has been paid for is not given up for a connection that breaks. */
async function fetchResult(
  { url, mediaType }: Extract<ProviderResult, { kind: "url" }>,
  path: string,
  context: JobContext,
): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { mediaType: declared } = await context.download(url, path);
      return mediaType ?? declared;
    } catch (error) {
      if (!(error instanceof ProxxError)) throw error;
      const { code, message, hint } = error;
      // The same address gives nothing any more; another attempt at the job does.
      if (code === "result_expired") throw new ProxxError(code, message, { hint, retryable: true, cause: error });
      if (!error.retryable || attempt === TRIES) throw error;
      await context.pause(backoffMs(attempt, { firstMs: 1000 }));
    }
  }
}

function nameOf({ provider, model }: Model): string {
  return `${provider}:${model}`;
}

function unusable(model: Model, what: string): ProxxError {
  return new ProxxError("result_unusable", `${nameOf(model)} ${what}.`, {
    hint: "Run it again, or name another model.",
  });
}

import { open } from "node:fs/promises";
import {
  ProxxError,
  Reference,
  Source,
  type Input,
  type Issue,
  type Model,
  type OperationContext,
  type PlanContext,
  type Transcript,
  type TranscriptWord,
} from "@proxx/contract";
import { alignWords, type CaptionCue, MAX_CAPTION_FILE_BYTES, readCaptionFile, tidyCueText } from "@proxx/media";
import { type Composition, openInput } from "@proxx/composition";
import type { OperationResources } from "../operation-resources.ts";
import { chooseModel } from "../ask-model/choose-model.ts";
import { notedHeard, type Heard } from "../ask-model/heard.ts";
import { listen, listenIssues, type ListenOptions } from "../ask-model/listen.ts";
import type { TextCue } from "../parameters/timed-text.ts";

/** Where captions can come from, as parameters have it: `Place` is a `Source` beforehand, an `Input` when it is run. */
export interface TextParams<Place> {
  readonly captions?: Place | TranscriptWord[] | TextCue[] | undefined;
  readonly file?: Place | undefined;
  readonly text?: Place | undefined;
  readonly language?: string | undefined;
  readonly model?: Model | undefined;
}

/** What is to be shown: cues that have their times, or words, or a text of which only the order is known. */
export type FoundText =
  | { readonly kind: "cues"; readonly cues: readonly CaptionCue[]; readonly language: string | null }
  /** With degradations where a model has listened. */
  | ({ readonly kind: "transcript" } & Pick<Heard, "transcript"> & Partial<Pick<Heard, "degradations">>);

/**
 * Finds the text, in this order: what the parameters give (`captions`, `file`, `text`), what an earlier job knows of the
 * film, what a model hears in it.
 */
export async function findText(
  params: TextParams<Input>,
  film: Composition,
  at: { resources: OperationResources; context: OperationContext },
): Promise<FoundText> {
  const { captions, file, text } = params;
  if (Array.isArray(captions)) return givenText(captions);
  if (captions !== undefined) {
    const known = captions.transcript;
    if (known !== null) return { kind: "transcript", transcript: known };
    const tools = await at.resources.tools();
    const sound = hasMedia(captions) ? (await openInput(captions, { tools, signal: at.context.signal })).sound : null;
    return await heardText(params, { ...film, sound }, at);
  }
  if (file !== undefined) return { kind: "cues", cues: await readCues(file), language: null };
  if (text !== undefined) return { kind: "transcript", transcript: textWithTimes(text, film) };
  if (film.transcript !== null) return { kind: "transcript", transcript: film.transcript };
  return await heardText(params, film, at);
}

/** What can be told before anything runs of whether there will be a text. */
export function findTextIssues(
  params: TextParams<Source>,
  resources: OperationResources,
  context: PlanContext,
): Issue[] {
  const from = textFrom(params);
  if (from === "given" || context.knowsWords(from)) return [];
  const model = chooseModel(resources, "transcription", params.model);
  if (model !== null) return listenIssues(resources, model, listenOptions(params), context);
  return [{ path: from === "video" ? "$" : `$.${from}`, code: "text_missing", ...TEXT_MISSING }];
}

/** The model that will have to listen; null where it need not. */
export function listeningModel(
  params: TextParams<Source>,
  resources: OperationResources,
  context: PlanContext,
): Model | null {
  const from = textFrom(params);
  return from === "given" || context.knowsWords(from) ? null : chooseModel(resources, "transcription", params.model);
}

/** How a model listens for captions. */
export function listenOptions({ language }: TextParams<unknown>): ListenOptions {
  return { language, needsTimes: true };
}

/** The parameter whose words are shown, or `given` where they stand in the plan or in a file. */
function textFrom({ captions, file, text }: TextParams<Source>): "captions" | "text" | "video" | "given" {
  if (captions !== undefined) return captions instanceof Source ? "captions" : "given";
  if (file !== undefined) return "given";
  if (text !== undefined) return text.from instanceof Reference ? "text" : "given";
  return "video";
}

const TEXT_MISSING = {
  message: "Nobody knows what is to be shown.",
  hint: "Give `captions` (words or cues with their times), `file` (.srt, .vtt) or `text`, put `transcribe()` or `generateAudio()` before, or name a `model` that listens.",
};

function givenText(captions: readonly (TranscriptWord | TextCue)[]): FoundText {
  const words = captions.filter((entry) => "word" in entry);
  const cues = captions.filter((entry) => "text" in entry);
  if (cues.length > 0) return { kind: "cues", cues, language: null };
  return { kind: "transcript", transcript: { language: null, text: "", words } };
}

/** A text that is what is said in the film gets its times from there. */
function textWithTimes({ transcript }: Input, film: Composition): Transcript {
  const { text, words, language } = transcript ?? { text: "", words: [], language: null };
  if (text.trim() === "" && words.length === 0) throw textMissing();
  if (words.length > 0 || film.transcript === null) return { text, language, words };
  const said = film.transcript.words;
  return { text, language, words: alignWords(tidyCueText(text), said) === null ? [] : said };
}

async function heardText(
  params: TextParams<Input>,
  { sound }: Composition,
  at: { resources: OperationResources; context: OperationContext },
): Promise<FoundText> {
  const model = chooseModel(at.resources, "transcription", params.model);
  if (model === null) throw textMissing();
  const { context } = at;
  const heard = notedHeard(context.remembered) ?? (await listen(sound, model, listenOptions(params), at));
  // What comes after it is done where this machine has room for that, maybe by another run of this job.
  await context.remember({ heard });
  return { kind: "transcript", ...heard };
}

function textMissing(): ProxxError {
  return new ProxxError("text_missing", TEXT_MISSING.message, { hint: TEXT_MISSING.hint });
}

function hasMedia({ files, deferred }: Input): boolean {
  return files.length > 0 || (deferred !== undefined && deferred !== null);
}

async function readCues({ files }: Input): Promise<CaptionCue[]> {
  const [file] = files;
  if (file === undefined) throw new TypeError("Expected `file` to have a file");
  const cues = readCaptionFile(await readBeginning(file.path, MAX_CAPTION_FILE_BYTES + 1));
  if (cues.length > 0) return cues;
  throw new ProxxError("text_missing", "The subtitle file has no cues.", {
    hint: "Check that it is the right file: SubRip (.srt) or WebVTT (.vtt).",
  });
}

async function readBeginning(path: string, bytes: number): Promise<Uint8Array> {
  await using file = await open(path);
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, bytes)), 0, null, 0);
  return buffer.subarray(0, bytesRead);
}

import { z } from "zod";
import type { TranscriptWord } from "@proxx/contract";
import type { ProviderResult } from "../provider-result.ts";

type Transcript = Extract<ProviderResult, { kind: "transcript" }>;

/** A word or a sentence, as recognisers tell of both. */
interface Span {
  text: string;
  start: number;
  end: number;
}

const word = z.object({ start: z.number(), end: z.number() });

/** OpenAI's `verbose_json`: words beside the text where they were asked for, else segments. */
const openaiSchema = z.object({
  text: z.string(),
  language: z.string().nullish(),
  words: z.array(word.extend({ word: z.string() })).nullish(),
  segments: z.array(word.extend({ text: z.string() })).nullish(),
});

/** Replicate's `openai/whisper`: segments only. */
const replicateWhisperSchema = z.object({
  transcription: z.string(),
  detected_language: z.string().nullish(),
  segments: z.array(word.extend({ text: z.string() })),
});

/** The pipeline of Hugging Face, as `incredibly-fast-whisper` and fal's `whisper` give it: the last end can be missing. */
const chunksSchema = z.object({
  text: z.string(),
  chunks: z
    .array(z.object({ text: z.string(), timestamp: z.tuple([z.number().nullable(), z.number().nullable()]) }))
    .nullish(),
  inferred_languages: z.array(z.string()).nullish(),
});

/** ElevenLabs' Scribe: spaces and noises are entries too. */
const scribeSchema = z.object({
  text: z.string(),
  language_code: z.string().nullish(),
  words: z.array(
    z.object({ text: z.string(), start: z.number().nullish(), end: z.number().nullish(), type: z.string().nullish() }),
  ),
});

/** Reads a transcript in whichever known shape it comes. Null when it is none of them. */
export function readTranscript(output: unknown, asked: { wordByWord: boolean }): Transcript | null {
  const whisper = replicateWhisperSchema.safeParse(output);
  if (whisper.success) {
    const { transcription, detected_language, segments } = whisper.data;
    return transcript(detected_language, transcription, spread(segments), "estimated");
  }
  const chunked = chunksSchema.required({ chunks: true }).safeParse(output);
  if (chunked.success && chunked.data.chunks !== null && chunked.data.chunks !== undefined) {
    const spans = closed(chunked.data.chunks);
    const language = chunked.data.inferred_languages?.[0];
    // A "chunk" is a word when words were asked for, and a sentence otherwise; nothing in it says which.
    return asked.wordByWord
      ? transcript(language, chunked.data.text, spans, "measured")
      : transcript(language, chunked.data.text, spread(spans), "estimated");
  }
  const scribe = scribeSchema.required({ language_code: true }).safeParse(output);
  if (scribe.success) {
    const words = scribe.data.words.filter(({ type }) => type === "word" || type === null || type === undefined);
    const spans = words.flatMap(({ text, start, end }) =>
      typeof start === "number" && typeof end === "number" ? [{ text, start, end }] : [],
    );
    return transcript(scribe.data.language_code, scribe.data.text, spans, "measured");
  }
  const openai = openaiSchema.safeParse(output);
  if (!openai.success) return null;
  const { text, language, words, segments } = openai.data;
  if (words !== null && words !== undefined) {
    const spans = words.map(({ word: said, start, end }) => ({ text: said, start, end }));
    return transcript(language, text, spans, "measured");
  }
  return transcript(language, text, spread(segments ?? []), "estimated");
}

function transcript(
  language: string | null | undefined,
  text: string,
  words: readonly Span[],
  wordTiming: "measured" | "estimated",
): Transcript {
  const tidy = inOrder(words);
  return {
    kind: "transcript",
    language: languageCode(language),
    text: text.trim(),
    words: tidy,
    wordTiming: tidy.length === 0 && text.trim() !== "" ? "none" : wordTiming,
  };
}

/** Sentences cut into words, each as long as its share of the letters. */
function spread(sentences: readonly Span[]): Span[] {
  return sentences.flatMap(({ text, start, end }) => {
    const words = text.trim().split(/\s+/).filter(Boolean).flatMap(pieces);
    const letters = words.reduce((sum, said) => sum + said.length, 0);
    let before = 0;
    return words.map((said) => {
      const at = (count: number) => start + ((end - start) * count) / letters;
      const spanned = { text: said, start: at(before), end: at(before + said.length) };
      before += said.length;
      return spanned;
    });
  });
}

const CONTINUOUS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Scripts without spaces are cut where their words end, and punctuation stays with the word before it. */
function pieces(said: string): string[] {
  if (!CONTINUOUS.test(said)) return [said];
  const cut: string[] = [];
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(said)) {
    if (isWordLike === true || cut.length === 0) cut.push(segment);
    else cut.push(`${cut.pop() ?? ""}${segment}`);
  }
  return cut;
}

function closed(chunks: readonly { text: string; timestamp: readonly [number | null, number | null] }[]): Span[] {
  return chunks.flatMap(({ text, timestamp: [start, end] }, index) => {
    if (start === null) return [];
    return [{ text, start, end: end ?? chunks[index + 1]?.timestamp[0] ?? start + 0.5 }];
  });
}

/** Recognisers now and then give a word a negative length, or start it before the one before it. */
function inOrder(words: readonly Span[]): TranscriptWord[] {
  let latest = 0;
  return words.flatMap(({ text, start, end }) => {
    const said = text.trim();
    if (said === "") return [];
    const from = Math.max(start, latest);
    latest = from;
    return [{ word: said, start: from, end: Math.max(end, from) }];
  });
}

/** `en` for `en`, `english` and `eng`; providers say it in all three ways. */
export function languageCode(language: string | null | undefined): string | null {
  if (language === null || language === undefined || language === "") return null;
  const said = language.toLowerCase();
  if (/^[a-z]{2}(-.*)?$/.test(said)) return said.slice(0, 2);
  // CLDR makes the two-letter form of a three-letter code where there is one.
  if (/^[a-z]{3}$/.test(said)) return Intl.getCanonicalLocales(said)[0] ?? said;
  return codeOfName(said) ?? said;
}

function codeOfName(name: string): string | null {
  const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  const letters = "abcdefghijklmnopqrstuvwxyz".split("");
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return codes.find((code) => names.of(code)?.toLowerCase() === name) ?? null;
}

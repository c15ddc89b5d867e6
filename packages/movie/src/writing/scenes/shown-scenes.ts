import type { Slide } from "@proxx/contract";
import type { BlockOf } from "../../article/article.ts";
import type { RankedSentence } from "../sentences/rank-sentences.ts";
import { spokenLines } from "../sentences/spoken-text.ts";
import type { Draft, DraftLine } from "./draft.ts";
import type { WritingContext } from "./writing-context.ts";

const MOST_CODE_LINES = 16;
const MOST_QUOTED = 300;

/** Code is shown and never read out: what is said is what the article says around it. */
export function codeScene(
  title: string,
  { code, language: programming }: BlockOf<"code">,
  { context, around }: { context: WritingContext; around: readonly RankedSentence[] },
): Draft | null {
  if (around.length === 0 || programming === "mermaid") return null;
  for (const sentence of around) context.tell(sentence);
  const lines = code.split("\n");
  const shown = lines.length <= MOST_CODE_LINES ? code : [...lines.slice(0, MOST_CODE_LINES - 1), "…"].join("\n");
  const slide: Slide = {
    layout: "code",
    title,
    code: shown,
    ...(programming === null ? {} : { language: programming }),
  };
  return { title, slide, lines: linesOf(around, context.language) };
}

export function quoteScene(title: string, quote: BlockOf<"quote">, context: WritingContext): Draft | null {
  if (quote.text.length > MOST_QUOTED) return null;
  const sentences = context.sentencesOf(quote);
  for (const sentence of sentences) context.tell(sentence);
  const slide: Slide = {
    layout: "quote",
    text: quote.text.replace(/^["“「『](.*)["”」』]$/su, "$1"),
    ...(quote.name === null ? {} : { name: quote.name.slice(0, 100) }),
  };
  return { title, slide, lines: linesOf(sentences, context.language) };
}

function linesOf(sentences: readonly RankedSentence[], language: string): DraftLine[] {
  return sentences.flatMap(({ text, start, end }) =>
    spokenLines(text, language).map((line) => ({ text: line, span: { start, end } })),
  );
}

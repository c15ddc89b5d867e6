import type { Slide } from "@proxx/contract";
import type { RankedSentence } from "../sentences/rank-sentences.ts";
import { tongueOf } from "../language/tongue-of.ts";
import { bulletOf, emphasisIn, statementOf } from "../sentences/slide-text.ts";
import { spokenLines } from "../sentences/spoken-text.ts";
import type { Draft, DraftLine } from "./draft.ts";
import type { WritingContext } from "./writing-context.ts";

/** What is said of paragraphs, before a statement or the points that it makes. */
export function proseScene(
  title: string,
  sentences: readonly RankedSentence[],
  { context, before }: { context: WritingContext; before: Slide | null },
): Draft {
  const { language } = context;
  for (const sentence of sentences) context.tell(sentence);
  const bullets = sentences.map(({ text }) => bulletOf(text, language));
  const points = bullets.filter((bullet) => bullet !== null);
  const lines = (itemOf: (index: number) => number | null): DraftLine[] =>
    sentences.flatMap(({ text, start, end }, index) => {
      const item = itemOf(index);
      return spokenLines(text, language).map((line) => ({
        text: line,
        span: { start, end },
        ...(item === null ? {} : { item }),
      }));
    });
  const statement = bestStatement(sentences, context);
  const wantsPoints = points.length >= 3 || (points.length === 2 && before?.layout === "statement");
  if ((wantsPoints && before?.layout !== "bullets") || statement === null) {
    if (points.length >= 2) {
      const numbers = bullets.map((bullet) => (bullet === null ? null : points.indexOf(bullet) + 1));
      return {
        title,
        slide: { layout: "bullets", title, items: points.slice(0, 5) },
        lines: lines((index) => numbers[index] ?? null),
      };
    }
  }
  if (statement === null) return { title, slide: { layout: "section", title }, lines: lines(() => null) };
  const emphasis = emphasisIn(statement, context.keyWords);
  const slide: Slide = { layout: "statement", text: statement, ...(emphasis === undefined ? {} : { emphasis }) };
  return { title, slide, lines: lines(() => null) };
}

function bestStatement(sentences: readonly RankedSentence[], { language }: WritingContext): string | null {
  const candidates = sentences.flatMap(({ text, rank }) => {
    const statement = statementOf(text, language);
    if (statement === null) return [];
    const isHanging = tongueOf(language).dangling.test(statement);
    return [{ statement, rank: rank * (/\d/.test(statement) ? 1.3 : 1) * (isHanging ? 0.4 : 1) }];
  });
  return candidates.toSorted((a, b) => b.rank - a.rank)[0]?.statement ?? null;
}

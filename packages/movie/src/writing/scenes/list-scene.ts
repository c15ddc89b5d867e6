import type { BlockOf } from "../../article/article.ts";
import { tongueOf } from "../language/tongue-of.ts";
import type { RankedSentence } from "../sentences/rank-sentences.ts";
import { spokenLines, spokenText } from "../sentences/spoken-text.ts";
import { bulletOf } from "../sentences/slide-text.ts";
import { lengthOf } from "../sentences/words-in.ts";
import type { Draft } from "./draft.ts";
import type { WritingContext } from "./writing-context.ts";

/** More than these do not fit on a slide that is still read. */
const MOST_BULLETS = 5;

/** A list becomes bullets, which come as they are spoken of. */
export function listScene(
  title: string,
  { items, ordered }: BlockOf<"list">,
  { context, leadIn }: { context: WritingContext; leadIn: readonly RankedSentence[] },
): Draft | null {
  const { language } = context;
  const told = items.slice(0, MOST_BULLETS);
  const whole = told.map((item) => headAndClause(item.text, language));
  // Siblings are alike: where one says too much, each is its head alone.
  const isShort = whole.every((bullet) => bullet !== null);
  const points = told.flatMap((item, index) => {
    const short = (isShort ? whole[index] : headOf(item.text, language)) ?? bulletOf(item.text, language);
    const bullet = short ?? (ordered ? stepOf(item.text, language) : null);
    return bullet === null ? [] : [{ item, bullet }];
  });
  if (points.length < 2) return null;
  for (const passage of [...items, ...leadIn]) context.tell(passage);
  return {
    title,
    slide: { layout: "bullets", title, items: points.map(({ bullet }) => bullet) },
    lines: [
      ...leadIn.flatMap(({ text, start, end }) =>
        spokenLines(text, language).map((line) => ({ text: line, span: { start, end } })),
      ),
      ...points.flatMap(({ item, bullet }, index) => {
        const { start, end } = item;
        const said = sayItem(item.text, bullet, language);
        return said.map((text) => ({ text, span: { start, end }, item: index + 1 }));
      }),
    ],
  };
}

/** Of steps none can be left out, however long it is. */
function stepOf(text: string, language: string): string {
  const step = tongueOf(language)
    .shorten(spokenText(text, language))
    .replace(/[.。,、;\s]+$/u, "");
  return step.length <= LONGEST_STEP ? step : `${step.slice(0, LONGEST_STEP - 1)}…`;
}

const LONGEST_STEP = 120;

/** `Neap tide: they stand at right angles`: the head and the main clause behind it, where both fit. */
function headAndClause(text: string, language: string): string | null {
  const head = headOf(text, language);
  const [, rest] = /^.{2,60}?(?:[:：]|\s[—–-])\s*(\S.*)$/u.exec(text) ?? [];
  if (head === null || rest === undefined) return null;
  const tongue = tongueOf(language);
  const clause = tongue.shorten(spokenText(rest, language)).replace(/[.。,、;\s]+$/u, "");
  const bullet = language.startsWith("ja") ? `${head}：${clause}` : `${head}: ${asWritten(clause, rest)}`;
  return lengthOf(bullet, language) <= tongue.longest.bullet + 2 ? bullet : null;
}

/** As it was before a sentence was made of it: without the capital. */
function asWritten(clause: string, rest: string): string {
  const isStart = rest.toLowerCase().startsWith(clause.toLowerCase().slice(0, 8));
  return isStart ? rest.charAt(0) + clause.slice(1) : clause;
}

/** What stands before the colon of `Gravity: the moon pulls the sea`, as most lists of points are written. */
function headOf(text: string, language: string): string | null {
  const [, head] = /^(.{2,60}?)(?:[:：]|\s[—–-])\s*\S/u.exec(text) ?? [];
  if (head === undefined) return null;
  const bullet = spokenText(head, language).replace(/[.。]$/u, "");
  return lengthOf(bullet, language) <= tongueOf(language).longest.bullet ? bullet : null;
}

function sayItem(text: string, bullet: string, language: string): string[] {
  const { line } = tongueOf(language).longest;
  const said = spokenLines(text.replace(/^(.{2,60}?)\s[—–-]\s/u, "$1: "), language);
  const [first] = said;
  // A long point is told in its first sentence.
  if (first === undefined || lengthOf(first, language) > line * 1.5) return [spokenText(bullet, language)];
  return [first];
}

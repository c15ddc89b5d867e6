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
  { items }: BlockOf<"list">,
  { context, leadIn }: { context: WritingContext; leadIn: readonly RankedSentence[] },
): Draft | null {
  const { language } = context;
  const points = items.slice(0, MOST_BULLETS).flatMap((item) => {
    const bullet = headOf(item.text, language) ?? bulletOf(item.text, language);
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

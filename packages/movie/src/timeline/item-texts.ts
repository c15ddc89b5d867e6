import type { Section, Slide } from "@proxx/contract";
import type { Pace } from "./pace.ts";

/** What of a slide can be spoken of by itself, in its order: its points, bars, rows. */
export function itemTexts(slide: Slide): string[] {
  switch (slide.layout) {
    case "bullets":
      return slide.items;
    case "image-text":
      return slide.items ?? [];
    case "bar-chart":
      return slide.bars.map(({ label }) => label);
    case "line-chart":
      return slide.lines.map(({ name }) => name);
    case "table":
      return slide.rows.map((row) => row.map(String).join(" "));
    case "comparison":
      return [slide.left, slide.right].flatMap(({ items }) => items);
    case "credits":
      return slide.rows.map(({ role, name }) => `${role} ${name}`);
    default:
      return [];
  }
}

/** How long it takes to read what nobody says. */
export function silentSeconds({ title, slide }: Section, pace: Pace): number {
  const texts = slide === undefined ? [title] : [title, ...itemTexts(slide)];
  const read = texts.reduce((sum, text) => sum + readingSeconds(text), 0);
  return Math.max(pace.leastSilent, 1 + read);
}

function readingSeconds(text: string): number {
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return unspaced > words ? unspaced / 7 : words / 3.5;
}

import type { ScriptDocument } from "@proxx/contract";
import type { Article } from "../../article/article.ts";
import { namesIn } from "./names-in.ts";
import { numbersIn } from "./numbers-in.ts";

/** A number, a date or a name that a script says and its sources do not. */
export interface Ungrounded {
  section: string;
  kind: "number" | "name";
  text: string;
}

/** How far what is said with "about" may be from what the source says. */
const ROUGHLY = 0.06;
/** One, two, both: they count what stands there. */
const SMALLEST_COUNTED = 3;

/** What a script says that is not in its sources. A rounded number is one where it is said with "about". */
export function findUngrounded(
  script: Pick<ScriptDocument, "sections">,
  { articles, language }: { articles: readonly Article[]; language: string },
): Ungrounded[] {
  const text = articles.map(wholeText).join("\n");
  const known = numbersIn(text).map(({ value }) => value);
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const folded = text.normalize("NFKC").toLowerCase();
  return script.sections.flatMap((section) => {
    const counts = countsOf(section.slide);
    const lines = (section.narrations ?? []).map((line) => line.text);
    const numbers = [section.title, ...lines, ...textsIn(section.slide)]
      .flatMap(numbersIn)
      .filter(({ value, isRough }) => !isKnown(value, isRough ? ROUGHLY : 0, known))
      .filter(({ value, text: said }) => /\d/.test(said) || (value >= SMALLEST_COUNTED && !counts.includes(value)));
    const names = lines.flatMap((line) => namesIn(line, language)).filter((name) => !isNamed(name));
    return [
      ...unique(numbers.map((number) => number.text)).map(
        (said) => ({ section: section.title, kind: "number", text: said }) as const,
      ),
      ...unique(names).map((name) => ({ section: section.title, kind: "name", text: name }) as const),
    ];
  });

  function isNamed(name: string): boolean {
    if (folded.includes(name.toLowerCase())) return true;
    const parts = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return parts.every((part) => words.has(part) || words.has(part.replace(/s$/, "")));
  }
}

function wholeText({ title, author, siteName, description, text, blocks }: Article): string {
  const beside = blocks.flatMap((block) => {
    if (block.kind === "code") return [block.code];
    return block.kind === "image" ? [block.alt, block.caption ?? ""] : [];
  });
  return [title, author ?? "", siteName ?? "", description ?? "", text, ...beside].join("\n");
}

function isKnown(value: number, tolerance: number, known: readonly number[]): boolean {
  return known.some((number) => Math.abs(number - value) <= Math.abs(number) * tolerance);
}

/** How many there are of what a slide lists: "three reasons" is true of three bullets. */
function countsOf(slide: unknown): number[] {
  if (typeof slide !== "object" || slide === null) return [];
  return Object.values(slide).flatMap((value) => (Array.isArray(value) ? [value.length] : []));
}

function textsIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") return key === "code" || key === "layout" ? [] : [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap((entry) => textsIn(entry));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) =>
    name === "number" || name === "highlight" ? [] : textsIn(entry, name),
  );
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

import { isPlainObject } from "../../json/plain-object.ts";
import type { Path } from "../../json/map-leaves.ts";
import { slideSchema, type Slide } from "../slide.ts";
import { slideWordsSchema, type SlideWords } from "./translation.ts";

/** What is the same in every language, and may not be translated: files and code are shared. */
const FIXED: readonly string[] = ["layout", "image", "code", "language", "fit"];
/** What may be translated and need not be: units, and whose something is. */
const OPTIONAL: readonly string[] = ["unit", "credit", "source"];

/** The texts of a slide that have to be translated, and where in it they stand. */
export function wordsOfSlide(slide: Slide): { path: Path; text: string }[] {
  return leavesOf(slide).flatMap(({ path, value }) => (isWord(slide, path, value) ? [{ path, text: value }] : []));
}

/** The slide in other words. What is wrong with it stands in `issues` of zod, and `misplaced` are words that have no place. */
export function slideInWords(slide: Slide | undefined, words: SlideWords) {
  const misplaced = slide === undefined ? [] : misplacedIn(slide, words, []);
  return { parsed: slideSchema.safeParse(slide === undefined ? words : merged(slide, words)), misplaced };
}

/** Words with those in them that `find` knows; those that are there stay. */
export function completeWords(
  slide: Slide,
  words: SlideWords | undefined,
  find: (path: Path) => string | undefined,
): SlideWords | undefined {
  const complete = completed(slide, words, []);
  return complete === undefined ? undefined : slideWordsSchema.parse(complete);

  function completed(value: unknown, known: unknown, path: Path): unknown {
    if (Array.isArray(value)) {
      const entries = value.map((entry, index) => completed(entry, memberOf(known, index), [...path, index]));
      return entries.every((entry) => entry === undefined) ? known : entries.map((entry) => entry ?? null);
    }
    if (isPlainObject(value)) {
      const entries = Object.entries(value).flatMap(([key, entry]) => {
        const member = completed(entry, memberOf(known, key), [...path, key]);
        return member === undefined ? [] : [[key, member] as const];
      });
      const own = isPlainObject(known) ? known : {};
      return entries.length === 0 ? known : { ...own, ...Object.fromEntries(entries) };
    }
    return known !== undefined || !isWord(slide, path, value) ? known : find(path);
  }
}

function isWord(slide: Slide, path: Path, value: unknown): value is string {
  if (typeof value !== "string" || !/\p{L}/u.test(value)) return false;
  const key = path.findLast((part) => typeof part === "string") ?? "";
  if (FIXED.includes(key) || OPTIONAL.includes(key)) return false;
  // Of people.
  return !(key === "name" && (slide.layout === "quote" || slide.layout === "credits"));
}

function leavesOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => leavesOf(entry, [...path, index]));
  if (!isPlainObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, entry]) => leavesOf(entry, [...path, key]));
}

function merged(value: unknown, words: unknown): unknown {
  if (words === undefined || words === null) return value;
  if (Array.isArray(value) && Array.isArray(words)) return value.map((entry, index) => merged(entry, words[index]));
  if (!isPlainObject(value) || !isPlainObject(words)) return words;
  const keys = new Set([...Object.keys(value), ...Object.keys(words)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(value[key], words[key])]));
}

interface Misplaced {
  path: Path;
  message: string;
}

function misplacedIn(value: unknown, words: unknown, path: Path): Misplaced[] {
  if (Array.isArray(value) && Array.isArray(words)) {
    if (value.length !== words.length) {
      return [{ path, message: `There are ${words.length} entries, and ${value.length} in the slide.` }];
    }
    return value.flatMap((entry, index) => misplacedIn(entry, words[index], [...path, index]));
  }
  if (!isPlainObject(value) || !isPlainObject(words)) return [];
  return Object.entries(words).flatMap(([key, word]) => {
    if (FIXED.includes(key)) return [{ path: [...path, key], message: `\`${key}\` is the same in every language.` }];
    return misplacedIn(value[key], word, [...path, key]);
  });
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? (value[key] as unknown) : undefined;
  return isPlainObject(value) && typeof key === "string" ? value[key] : undefined;
}

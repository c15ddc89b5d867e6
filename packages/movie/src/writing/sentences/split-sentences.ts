import type { Passage } from "../../article/article.ts";
import { tongueOf } from "../language/tongue-of.ts";

const OPEN = "(（「『【〔[“";
const CLOSED = ")）」』】〕]”";

/** The sentences of a passage, each with its place in the article. What Intl.Segmenter parts too often is joined again. */
export function splitSentences(passage: Passage, language: string): Passage[] {
  const { abbreviations } = tongueOf(language);
  const parts: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: "sentence" }).segment(passage.text)) {
    const before = parts.at(-1);
    if (before !== undefined && belongsTo(before, segment, abbreviations)) parts[parts.length - 1] = before + segment;
    else parts.push(segment);
  }
  let offset = passage.start;
  return parts.flatMap((part) => {
    const text = part.trim();
    const start = offset + (part.length - part.trimStart().length);
    offset += part.length;
    return /[\p{L}\p{N}]/u.test(text) ? [{ text, start, end: start + text.length }] : [];
  });
}

function belongsTo(before: string, segment: string, abbreviations: ReadonlySet<string>): boolean {
  const left = before.trimEnd();
  if (!/[\p{L}\p{N}]/u.test(segment) || isOpen(left)) return true;
  // `J. R. R. Tolkien`, `Dr. Who`, `e.g. this`.
  const last = /(?:^|[\s(“"])([\p{L}.]+)\.$/u.exec(left)?.[1]?.toLowerCase();
  if (last !== undefined && (abbreviations.has(last) || /^\p{L}$/u.test(last))) return true;
  if (/^\s*\p{Ll}/u.test(segment) && /[.?!…]["”’)]?$/u.test(left) && !/[。！？]/u.test(left.at(-1) ?? "")) return true;
  // 「そうだ。」と言った。
  return /[」』]$/u.test(left) && /^\s*(?:と|って|という|の|は|が|を|も|に|で|や|から)/u.test(segment);
}

function isOpen(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (OPEN.includes(character)) depth += 1;
    else if (CLOSED.includes(character)) depth = Math.max(0, depth - 1);
  }
  // Whoever forgot to close one does not make one sentence of a page.
  return depth > 0 && text.length < 400;
}

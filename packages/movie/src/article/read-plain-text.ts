import type { Article, Block } from "./article.ts";
import { ArticleText, onOneLine } from "./article-text.ts";
import type { HtmlOrigin } from "./read-html.ts";

const BULLET = /^\s*(?:[-*•・●]|\d{1,2}[.)]|[①-⑳])\s*/u;
const MAX_HEADING = 80;

/** Reads a text without any markup: what stands alone and is short is a heading, what has dashes before it is a list. */
export function readPlainText(plain: string, origin: HtmlOrigin): Article {
  const text = new ArticleText();
  const paragraphs = plain
    .replaceAll(/\r\n?/g, "\n")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  const blocks = paragraphs.flatMap((paragraph, index) => {
    const isLast = index === paragraphs.length - 1;
    return [readParagraph(paragraph, text, { isFirst: index === 0, isLast })].flat();
  });
  const [first] = blocks;
  const title = first?.kind === "heading" ? first.text : firstWords(paragraphs[0] ?? "") || origin.name;
  return {
    ...origin,
    title,
    language: null,
    description: null,
    author: null,
    siteName: null,
    text: text.text,
    blocks,
    readings: [],
  };
}

/** The first sentence where it is a short one, else its first words. */
function firstWords(paragraph: string): string {
  const [sentence = ""] = onOneLine(paragraph).split(/(?<=[.!?])\s|(?<=[。！？])/u);
  const bare = sentence.replace(/[.。]$/u, "");
  return bare.length <= MAX_HEADING ? bare : `${bare.slice(0, 60).replace(/\s+\S*$/u, "")}…`;
}

function readParagraph(
  paragraph: string,
  text: ArticleText,
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): Block[] {
  const lines = paragraph.split("\n").filter((line) => !/^\s*[=\-*_~]{3,}\s*$/.test(line));
  const isUnderlined = /\n\s*(?:={3,}|-{3,})\s*$/.test(paragraph);
  const words = onOneLine(lines.join("\n"));
  if (words === "") return [];
  if (lines.length > 1 && lines.every((line) => BULLET.test(line))) return [readList(lines, text)];
  const isShort = lines.length === 1 && words.length <= MAX_HEADING && !/[.。!！?？:：,、;；…"”」]$/u.test(words);
  if (isUnderlined || (isShort && !isLast)) {
    return [{ kind: "heading", level: isFirst ? 1 : 2, ...text.append(words) }];
  }
  return [{ kind: "paragraph", ...text.append(words) }];
}

function readList(lines: readonly string[], text: ArticleText): Block {
  const items = lines.map((line) => text.append(onOneLine(line.replace(BULLET, ""))));
  const ordered = /^\s*[\d①-⑳]/u.test(lines[0] ?? "");
  return { kind: "list", ordered, items, start: items[0]?.start ?? 0, end: items.at(-1)?.end ?? 0 };
}

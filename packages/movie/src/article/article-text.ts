import type { Passage } from "./article.ts";

/** The text of an article as it grows, block after block. */
export class ArticleText {
  #text = "";

  get text(): string {
    return this.#text;
  }

  /** Puts a passage at the end, a blank line after the one before. */
  append(text: string): Passage {
    if (this.#text !== "") this.#text += "\n\n";
    const start = this.#text.length;
    this.#text += text;
    return { text, start, end: this.#text.length };
  }
}

/** A text on one line. Between two signs of Chinese or Japanese a line break is no space. */
export function onOneLine(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/[\u200B\u200C\uFEFF\u00AD]/gu, "")
    .replaceAll(WIDE_BREAK, "")
    .replaceAll(/[\s\u00A0]+/gu, " ")
    .trim();
}

const WIDE = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303F\\uFF00-\\uFFEF]";
const WIDE_BREAK = new RegExp(`(?<=${WIDE})[ \\t]*\\r?\\n\\s*(?=${WIDE})`, "gu");

import { extname } from "node:path";
import type { StepDegradation } from "../step-options.ts";
import type { Article } from "./article.ts";
import { decodeText } from "./decode-text.ts";
import { readHtml } from "./read-html.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readPlainText } from "./read-plain-text.ts";
import { repairMojibake } from "./repair-mojibake.ts";

export const TEXT_FORMATS = ["html", "markdown", "text"] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export interface TextOrigin {
  /** What the source is called in messages. */
  name: string;
  url?: string | null;
  path?: string | null;
  /** @default what it looks like */
  format?: TextFormat | undefined;
  /** As its media type declares it. */
  charset?: string | null;
}

export interface ReadArticle {
  article: Article;
  degradations: StepDegradation[];
}

/** Reads a page, Markdown or a plain text, and puts right what was once decoded wrongly. */
export function readText(content: string | Uint8Array, origin: TextOrigin): ReadArticle {
  const decoded = typeof content === "string" ? content : decodeText(content, origin.charset ?? null).text;
  const { text, repaired } = repairMojibake(decoded.toWellFormed());
  const about = { name: origin.name, url: origin.url ?? null, path: origin.path ?? null };
  const format = origin.format ?? formatOf(text, about.path ?? about.url ?? "");
  const article = READERS[format](text, about);
  return { article, degradations: repaired === 0 ? [] : [textRepaired(origin.name, repaired)] };
}

const READERS = { html: readHtml, markdown: readMarkdown, text: readPlainText } as const;

function formatOf(text: string, place: string): TextFormat {
  const extension = extname(place.replace(/[?#].*$/, "")).toLowerCase();
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(text)) return "html";
  if ([".md", ".markdown", ".mdx"].includes(extension)) return "markdown";
  if (extension === ".txt") return "text";
  if ([".html", ".htm", ".xhtml"].includes(extension)) return "html";
  return /^(?:#{1,3} \S|---\s*$|```|[-*] .+\n[-*] |\|.+\|\s*$)/m.test(text) ? "markdown" : "text";
}

function textRepaired(name: string, places: number): StepDegradation {
  return {
    code: "text_repaired",
    message: `${name} had been decoded wrongly; ${places} ${places === 1 ? "place was" : "places were"} put right.`,
    hint: "Look at the script's signs and accents; save the source as UTF-8 if some are still wrong.",
  };
}

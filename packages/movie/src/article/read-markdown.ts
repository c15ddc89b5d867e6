import { marked } from "marked";
import { parse } from "yaml";
import { z } from "zod";
import type { Article } from "./article.ts";
import { readHtmlBlocks } from "./html-blocks.ts";
import { parseHtmlDocument } from "./html-document.ts";
import type { HtmlOrigin } from "./read-html.ts";

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

const frontMatterSchema = z.object({
  title: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  author: z.string().optional().catch(undefined),
  lang: z.string().optional().catch(undefined),
  language: z.string().optional().catch(undefined),
});

/** Reads Markdown as GitHub does, and what stands before it between two lines of `---`. */
export function readMarkdown(markdown: string, origin: HtmlOrigin): Article {
  const { body, about } = readFrontMatter(markdown);
  const html = marked.parse(body, { async: false, gfm: true });
  const read = readHtmlBlocks(parseHtmlDocument(html).body, origin.url);
  const [first] = read.blocks;
  const heading = first?.kind === "heading" && first.level === 1 ? first.text : null;
  return {
    ...origin,
    ...read,
    title: about.title ?? heading ?? origin.name,
    language: about.language ?? about.lang ?? null,
    description: about.description ?? null,
    author: about.author ?? null,
    siteName: null,
  };
}

function readFrontMatter(markdown: string): { body: string; about: z.output<typeof frontMatterSchema> } {
  const written = FRONT_MATTER.exec(markdown);
  if (written === null) return { body: markdown, about: {} };
  let value: unknown;
  try {
    value = parse(written[1] ?? "");
  } catch {
    // Two lines of `---` that are no front matter: they part the text.
    return { body: markdown, about: {} };
  }
  const about = frontMatterSchema.safeParse(value);
  return about.success ? { body: markdown.slice(written[0].length), about: about.data } : { body: markdown, about: {} };
}

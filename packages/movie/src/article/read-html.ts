import { Readability } from "@mozilla/readability";
import type { Article, Block } from "./article.ts";
import { onOneLine } from "./article-text.ts";
import { readHtmlBlocks } from "./html-blocks.ts";
import { inlineText } from "./inline-text.ts";
import { parseHtmlDocument, type HtmlDocument, type HtmlElement } from "./html-document.ts";

/** What stands around an article on a page, where Readability found none or left it in. */
const SURROUNDINGS = [
  "nav, header nav, footer, aside, form, dialog, script, style, noscript, template",
  "[role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search], [role=alert]",
  "[class*=cookie], [id*=cookie], [class*=newsletter], [class*=advert], [class*=sponsor], [class*=related], [class*=share]",
  "[class*=breadcrumb], [class*=sidebar], [class*=promo], [aria-label*=advert i], #help-overlay, #mdbook-help-container",
  "[class*=author-bio], [class*=author-box], [class*=author-card], [class*=about-author], #comments",
].join(", ");

export interface HtmlOrigin {
  name: string;
  url: string | null;
  path: string | null;
}

/** Reads the article of a page: navigation, adverts and the like are left out. */
export function readHtml(html: string, origin: HtmlOrigin): Article {
  const page = parseHtmlDocument(html);
  const about = metadataOf(page);
  const baseUrl = baseOf(page, origin.url);
  for (const element of page.querySelectorAll(SURROUNDINGS)) element.remove();
  const fallback = page.querySelector("article, main, [role=main]") ?? page.body;
  const fallbackHtml = fallback.innerHTML;
  // It takes the document apart, which is of no more use afterwards.
  const found = new Readability(page, { keepClasses: true, charThreshold: 200 }).parse();
  const content = found?.content ?? "";
  const read = readHtmlBlocks(parseHtmlDocument(content).body, baseUrl);
  const whole = read.text.length >= 200 ? read : readHtmlBlocks(parseHtmlDocument(fallbackHtml).body, baseUrl);
  const author = about.author ?? byline(found?.byline ?? null);
  const siteName = about.siteName ?? found?.siteName ?? null;
  return {
    ...origin,
    ...whole,
    blocks: whole.blocks.filter((block) => !isByline(block, author)),
    title: titleOf([about.heading, found?.title ?? null, about.title], siteName) ?? origin.name,
    language: about.language ?? found?.lang ?? null,
    description: about.description,
    author,
    siteName,
  };
}

function metadataOf(page: HtmlDocument) {
  const meta = (...names: string[]) =>
    names
      .map(
        (name) => page.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.getAttribute("content") ?? "",
      )
      .map(onOneLine)
      .find((content) => content !== "") ?? null;
  const textOf = (element: HtmlElement | null | undefined) => {
    const text = element == null ? "" : inlineText(element);
    return text === "" ? null : text;
  };
  const headings = [...page.querySelectorAll("h1")];
  const language = page.documentElement.getAttribute("lang") ?? "";
  return {
    title: meta("og:title", "twitter:title") ?? textOf(page.querySelector("title")),
    // Two of the first rank are sections of the page, not its title.
    heading: headings.length === 1 ? textOf(headings[0]) : null,
    description: meta("description", "og:description"),
    author: byline(meta("author", "article:author")),
    siteName: meta("og:site_name"),
    language: language === "" ? null : language,
  };
}

/** The heading of the page where its title has it; and none has ` - Site` at its end. */
function titleOf(candidates: readonly (string | null)[], siteName: string | null): string | null {
  const title = candidates.find((candidate) => candidate !== null && candidate !== "") ?? null;
  if (title === null || siteName === null) return title;
  const parts = title.split(/\s+[-–—|·:]\s+/u);
  const last = parts.at(-1) ?? "";
  return parts.length > 1 && last.toLowerCase() === siteName.toLowerCase()
    ? title.slice(0, title.lastIndexOf(last)).replace(/\s+[-–—|·:]\s+$/u, "")
    : title;
}

function byline(written: string | null): string | null {
  const name = written === null ? "" : onOneLine(written).replace(/^(?:by|von|par|por|文[・:：]?|著者[:：]?)\s+/iu, "");
  return name === "" || name.length > 80 || /^https?:/.test(name) ? null : name;
}

/** `By Ines Tavares`, `12 March 2025 · 5 min read`: what stands between title and text. */
function isByline(block: Block, author: string | null): boolean {
  if (block.kind !== "paragraph" || block.text.length > 120) return false;
  return block.text.split(/\s*[·•|]\s*/u).every((part) => isPartOfByline(part, author));
}

function isPartOfByline(text: string, author: string | null): boolean {
  if (text.length > 80) return false;
  if (byline(text) === author && author !== null) return true;
  return /^(?:(?:published|posted|updated)\b.*\d{4}|\d+ min(?:ute)?s? read|[\w ,]{0,16}\b(?:19|20)\d\d\b[\w :,]{0,8}|(?:19|20)\d\d年\d+月\d+日)$/iu.test(
    text,
  );
}

function baseOf(page: HtmlDocument, url: string | null): string | null {
  const written = page.querySelector("base")?.getAttribute("href") ?? null;
  if (written !== null && URL.canParse(written, url ?? undefined)) return new URL(written, url ?? undefined).href;
  return url;
}

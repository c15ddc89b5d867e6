import type { Article, Block } from "./article.ts";
import { ArticleText } from "./article-text.ts";
import { isElement, isText, type HtmlElement, type HtmlNode } from "./html-document.ts";
import { imageBlock } from "./html-image.ts";
import { tableBlock } from "./html-table.ts";
import { inlineText } from "./inline-text.ts";

const INLINE = new Set(
  "a abbr b bdi bdo br cite code data del dfn em font i ins kbd label mark q ruby s samp small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);
const SKIPPED =
  "script, style, noscript, template, svg, math, nav, form, button, iframe, video, audio, object, dialog, [hidden], [aria-hidden=true]";

/** Reads an element as blocks, in the order in which they stand. `baseUrl` is what addresses in it are relative to. */
export function readHtmlBlocks(
  root: HtmlElement,
  baseUrl: string | null,
): Pick<Article, "text" | "blocks" | "readings"> {
  const text = new ArticleText();
  const blocks: Block[] = [];
  readChildren(root, { text, blocks, baseUrl });
  const readings = [...root.querySelectorAll("ruby")].flatMap(readRuby);
  return { text: text.text, blocks, readings };
}

interface Reading {
  text: ArticleText;
  blocks: Block[];
  baseUrl: string | null;
}

/** Blocks within, and paragraphs of what stands loose between them. */
function readChildren(element: HtmlElement, reading: Reading): void {
  let loose: HtmlNode[] = [];
  const endParagraph = () => {
    const words = loose.map(inlineText).join(" ");
    readParagraph(words, reading);
    loose = [];
  };
  for (const node of element.childNodes) {
    if (isText(node)) loose.push(node);
    else if (isElement(node) && INLINE.has(node.localName) && node.querySelector("img, p, ul, table, pre") === null) {
      loose.push(node);
    } else if (isElement(node)) {
      endParagraph();
      readElement(node, reading);
    }
  }
  endParagraph();
}

function readElement(element: HtmlElement, reading: Reading): void {
  if (element.matches(SKIPPED)) return;
  const name = element.localName;
  if (/^h[1-6]$/.test(name)) return readHeading(element, Number(name[1]), reading);
  switch (name) {
    case "p":
      return element.querySelector("img") === null
        ? readParagraph(inlineText(element), reading)
        : readChildren(element, reading);
    case "ul":
    case "ol":
      return readList(element, reading);
    case "blockquote":
      return readQuote(element, reading);
    case "pre":
      return readCode(element, reading);
    case "table":
      return readTable(element, reading);
    case "img":
    case "figure":
    case "picture":
      return readFigure(element, reading);
    default:
      return readChildren(element, reading);
  }
}

function readHeading(element: HtmlElement, level: number, { text, blocks }: Reading): void {
  const words = inlineText(element).replace(/\s*[#¶§]$/u, "");
  if (words !== "") blocks.push({ kind: "heading", level, ...text.append(words) });
}

function readParagraph(words: string, { text, blocks }: Reading): void {
  const trimmed = words.replaceAll(/ {2,}/g, " ").trim();
  if (/[\p{L}\p{N}]/u.test(trimmed)) blocks.push({ kind: "paragraph", ...text.append(trimmed) });
}

function readList(element: HtmlElement, { text, blocks }: Reading): void {
  const entries = [...element.querySelectorAll("li")].filter((entry) => entry.querySelector("ul, ol") === null);
  const items = entries.flatMap((entry) => {
    const words = inlineText(entry).replace(/^\[[ xX]\]\s*/, "");
    return words === "" ? [] : [text.append(words)];
  });
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return;
  blocks.push({ kind: "list", ordered: element.localName === "ol", items, start: first.start, end: last.end });
}

function readQuote(element: HtmlElement, reading: Reading): void {
  const cited = element.querySelector("cite, footer, figcaption");
  const named = cited === null ? "" : inlineText(cited);
  cited?.remove();
  const words = inlineText(element);
  const dash = /^(.+?)\s*[—–―]\s*([^—–―.。]{2,60})$/u.exec(words);
  const quote =
    named === "" && dash !== null ? { words: dash[1] ?? words, name: dash[2] ?? null } : { words, name: named };
  if (quote.words === "") return;
  const name = quote.name?.replace(/^[—–―-]\s*/u, "").trim() ?? "";
  reading.blocks.push({ kind: "quote", ...reading.text.append(quote.words), name: name === "" ? null : name });
}

function readCode(element: HtmlElement, { blocks }: Reading): void {
  const code = (element.textContent ?? "").replace(/^\n+|\s+$/g, "");
  const named = `${element.getAttribute("class") ?? ""} ${element.querySelector("code")?.getAttribute("class") ?? ""}`;
  const language = /\b(?:language|lang|highlight-source|brush:)[-: ]?([\w+#]+)/.exec(named)?.[1] ?? null;
  if (code !== "") blocks.push({ kind: "code", code, language });
}

function readTable(element: HtmlElement, reading: Reading): void {
  const block = tableBlock(element, reading.text);
  // A table of one column or one row lays out a page.
  if (block === null) readChildren(element, reading);
  else reading.blocks.push(block);
}

function readFigure(element: HtmlElement, reading: Reading): void {
  const image = imageBlock(element, reading.baseUrl);
  if (image !== null) reading.blocks.push(image);
  else if (element.localName === "figure") readChildren(element, reading);
}

function readRuby(element: HtmlElement): { word: string; reading: string }[] {
  const reading = [...element.querySelectorAll("rt")].map((part) => part.textContent ?? "").join("");
  const word = inlineText(element);
  return word === "" || reading === "" ? [] : [{ word, reading: reading.trim() }];
}

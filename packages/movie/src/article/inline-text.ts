import { onOneLine } from "./article-text.ts";
import { isElement, isText, type HtmlElement, type HtmlNode } from "./html-document.ts";

/** What is no word of the text: links to a heading itself, marks of footnotes, readings beside a word, buttons. */
const SILENT =
  "script, style, noscript, template, svg, math, button, input, select, textarea, rt, rp, a.headerlink, a.anchor, [aria-hidden=true], [hidden]";
const SELF_LINK = /^(?:#|¶|§|🔗|link|permalink)?$/iu;
const FOOTNOTE = /^\[?(?:\d{1,3}|[a-z]|note \d+|citation needed|edit|要出典|編集)\]?$/iu;

/** The words of an element on one line. */
export function inlineText(node: HtmlNode): string {
  return onOneLine(rawText(node));
}

function rawText(node: HtmlNode): string {
  if (isText(node)) return node.textContent ?? "";
  if (!isElement(node) || node.matches(SILENT) || isMark(node)) return "";
  if (node.localName === "br") return "\n";
  if (node.localName === "img") return "";
  return [...node.childNodes].map(rawText).join("");
}

function isMark(element: HtmlElement): boolean {
  const text = (element.textContent ?? "").trim();
  if (element.localName === "sup") return FOOTNOTE.test(text);
  return (
    element.localName === "a" &&
    SELF_LINK.test(text) &&
    (element.getAttribute("href") ?? "").includes("#") &&
    text !== ""
  );
}

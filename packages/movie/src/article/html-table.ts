import type { BlockOf } from "./article.ts";
import type { ArticleText } from "./article-text.ts";
import type { HtmlElement } from "./html-document.ts";
import { inlineText } from "./inline-text.ts";

/** A table with a head and rows as long as it; null for one that only lays out a page. */
export function tableBlock(table: HtmlElement, text: ArticleText): BlockOf<"table"> | null {
  if (table.querySelector("table") !== null) return null;
  const rows = [...table.querySelectorAll("tr")]
    .map((row) => cellsOf(row).map(inlineText))
    .filter((row) => row.length > 0);
  const [head = [], ...body] = rows;
  const width = head.length;
  const whole = body.filter((row) => row.length === width && row.some((cell) => cell !== ""));
  if (width < 2 || whole.length === 0 || head.every((cell) => cell === "")) return null;
  const passages = [head, ...whole].map((row) => text.append(row.join("\t")));
  const captioned = table.querySelector("caption");
  const caption = captioned === null ? "" : inlineText(captioned);
  return {
    kind: "table",
    caption: caption === "" ? null : caption,
    columns: head,
    rows: whole,
    start: passages[0]?.start ?? 0,
    end: passages.at(-1)?.end ?? 0,
  };
}

function cellsOf(row: HtmlElement): HtmlElement[] {
  return [...row.children].filter(({ localName }) => localName === "td" || localName === "th");
}

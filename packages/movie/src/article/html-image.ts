import type { BlockOf } from "./article.ts";
import type { HtmlElement } from "./html-document.ts";
import { inlineText } from "./inline-text.ts";

const SMALLEST_SIDE = 200;
const DECORATION = /\b(?:logo|icon|avatar|badge|spinner|pixel|sprite|emoji|advert|banner|ads?)\b/i;

/** A picture that says what it shows, in its words or a caption; null for decoration. */
export function imageBlock(element: HtmlElement, baseUrl: string | null): BlockOf<"image"> | null {
  const image = element.localName === "img" ? element : element.querySelector("img");
  if (image === null) return null;
  const captioned = element.querySelector("figcaption");
  const caption = captioned === null ? "" : inlineText(captioned);
  const alt = (image.getAttribute("alt") ?? "").trim();
  const source = addressOf(image, element, baseUrl);
  if (source === null || (alt === "" && caption === "") || isDecoration(image, source)) return null;
  return { kind: "image", source, alt, caption: caption === "" ? null : caption };
}

function addressOf(image: HtmlElement, around: HtmlElement, baseUrl: string | null): string | null {
  const sets = [image.getAttribute("srcset"), image.getAttribute("data-srcset")];
  const inPicture = around.querySelector("source")?.getAttribute("srcset") ?? null;
  const plain = image.getAttribute("data-src") ?? image.getAttribute("src");
  const written = [...sets, inPicture].map(largestOf).find((found) => found !== null) ?? plain;
  if (written === null || written === "" || written.startsWith("data:")) return null;
  if (baseUrl === null) return written;
  return URL.canParse(written, baseUrl) ? new URL(written, baseUrl).href : null;
}

/** The largest of `a.jpg 480w, b.jpg 1200w`. */
function largestOf(set: string | null): string | null {
  if (set === null) return null;
  const entries = set.split(/,\s+/).flatMap((entry) => {
    const [address = "", size = "1x"] = entry.trim().split(/\s+/);
    return address === "" ? [] : [{ address, size: Number.parseFloat(size) }];
  });
  return entries.toSorted((a, b) => b.size - a.size)[0]?.address ?? null;
}

function isDecoration(image: HtmlElement, source: string): boolean {
  const sides = ["width", "height"].map((name) => Number(image.getAttribute(name) ?? Number.NaN));
  const names = `${image.getAttribute("class") ?? ""} ${image.getAttribute("id") ?? ""} ${source.split("/").at(-1) ?? ""}`;
  return sides.some((side) => side < SMALLEST_SIDE) || DECORATION.test(names) || /\.svg(?:[?#]|$)/i.test(source);
}

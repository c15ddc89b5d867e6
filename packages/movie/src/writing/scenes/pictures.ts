import { isAbsolute, join, dirname } from "node:path";
import type { Article, BlockOf } from "../../article/article.ts";
import type { Draft } from "./draft.ts";

const CREDIT =
  /(?:\b(?:photo(?:graph)?|picture|image|credit|courtesy|source)s?(?:\s+(?:by|of|from))?\s*[:：]?|©|撮影|写真|提供)\s*[:：]?\s*([^.。]{2,80})/iu;

/** Puts a picture beside what is said of it: one of the page's own by its address, one that lies here by its path. */
export function withPicture(drafts: readonly Draft[], image: BlockOf<"image"> | undefined, article: Article): Draft[] {
  const at = drafts.findIndex(({ slide }) => ["statement", "section", "bullets"].includes(slide.layout));
  const draft = drafts[at];
  if (image === undefined || draft === undefined) return [...drafts];
  return drafts.with(at, illustrated(draft, image, article));
}

function illustrated(draft: Draft, image: BlockOf<"image">, { path }: Article): Draft {
  const credit = creditOf(image);
  if (/^https?:/.test(image.source)) return { ...draft, imageUrl: image.source, imageCredit: credit };
  // Without a folder that it lies in, nobody knows where it is.
  if (path === null) return draft;
  const file = isAbsolute(image.source) ? image.source : join(dirname(path), decodeURI(image.source));
  const credited = credit === undefined ? {} : { credit };
  const { slide, title } = draft;
  if (slide.layout === "bullets") {
    return {
      ...draft,
      slide: { layout: "image-text", title: slide.title, items: slide.items, image: file, ...credited },
    };
  }
  const text = slide.layout === "statement" ? { text: slide.text } : {};
  return { ...draft, slide: { layout: "image-text", title, ...text, image: file, ...credited } };
}

function creditOf({ caption, alt }: BlockOf<"image">): string | undefined {
  const [, credit] = [caption, alt].map((text) => CREDIT.exec(text ?? "")).find((found) => found !== null) ?? [];
  return credit?.slice(0, 300);
}

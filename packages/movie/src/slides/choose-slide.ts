import type { Section, Slide } from "@proxx/contract";
import { bulletOf, emphasisIn, statementOf } from "../writing/sentences/slide-text.ts";

/** What a section shows that does not say: what is said in it decides. */
export function chooseSlide(section: Section, language: string): Slide {
  const { title, narrations } = section;
  const texts = narrations.map(({ text }) => text);
  if (texts.length === 0) return { layout: "section", title };
  const points = texts.map((text) => bulletOf(text, language)).filter((point) => point !== null);
  const [first] = texts;
  if (points.length >= 2) return { layout: "bullets", title, items: points.slice(0, MOST_POINTS) };
  const statement = first === undefined ? null : statementOf(first, language);
  if (statement === null) return { layout: "section", title };
  const emphasis = emphasisIn(statement, []);
  return { layout: "statement", text: statement, ...(emphasis === undefined ? {} : { emphasis }) };
}

const MOST_POINTS = 5;

/** Whether a picture can stand beside what a slide says. */
export function takesPicture(slide: Slide): boolean {
  if (slide.layout === "bullets") return slide.items.length <= MOST_BESIDE_PICTURE;
  return slide.layout === "statement" || slide.layout === "section" || slide.layout === "image-text";
}

const MOST_BESIDE_PICTURE = 5;

/** The slide with a picture beside its words, or as it is where it has no place for one. */
export function withPicture(
  slide: Slide,
  { title, image, credit }: { title: string; image: string; credit: string | undefined },
): Slide {
  const pictured = { layout: "image-text" as const, title, image, ...(credit === undefined ? {} : { credit }) };
  switch (slide.layout) {
    case "bullets":
      return { ...pictured, title: slide.title, items: slide.items };
    case "statement":
      return { ...pictured, text: slide.text };
    case "section":
      return { layout: "image", title: slide.title, image, ...(credit === undefined ? {} : { credit }) };
    case "image-text":
      return { ...slide, image, ...(credit === undefined ? {} : { credit }) };
    default:
      return slide;
  }
}

/** The slide without its picture. */
export function withoutPicture(slide: Slide): Slide {
  if (slide.layout === "image") return { layout: "section", title: slide.title ?? "…" };
  if (slide.layout !== "image-text") return slide;
  if (slide.items !== undefined) return { layout: "bullets", title: slide.title, items: slide.items };
  if (slide.text === undefined) return { layout: "section", title: slide.title };
  // One point is no list.
  return slide.text.length <= LONGEST_STATEMENT
    ? { layout: "statement", text: slide.text }
    : { layout: "bullets", title: slide.title, items: [slide.text] };
}

const LONGEST_STATEMENT = 120;

import type { Script } from "@proxx/contract";
import type { JsonPath } from "../movie-finding.ts";

export interface PlacedText {
  readonly at: JsonPath;
  readonly text: string;
}

/** All that is read in a movie: titles, slides, lines. */
export function textsOf({ title, sections, personas = [] }: Script): PlacedText[] {
  return [
    { at: ["title"], text: title },
    ...personas.map(({ name }, index) => ({ at: ["personas", index, "name"], text: name })),
    ...sections.flatMap((section, index) => {
      const at = ["sections", index];
      return [
        { at: [...at, "title"], text: section.title },
        ...within(section.slide, [...at, "slide"]),
        ...section.narrations.map(({ text }, line) => ({ at: [...at, "narrations", line, "text"], text })),
      ];
    }),
  ];
}

/** Keys of slides whose text nobody reads. */
const NO_TEXT = ["layout", "image", "fit", "language"];

function within(value: unknown, at: JsonPath): PlacedText[] {
  if (typeof value === "string") return [{ at, text: value }];
  if (Array.isArray(value)) return value.flatMap((one, index) => within(one, [...at, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => (NO_TEXT.includes(name) ? [] : within(one, [...at, name])));
}

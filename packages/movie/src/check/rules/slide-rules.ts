import type { Slide, SlideLayout, SlideOf } from "@proxx/contract";
import type { SeenMovie } from "../look/seen-movie.ts";
import type { JsonPath } from "../movie-finding.ts";
import type { Rule } from "./rule.ts";

/** What of a slide names something that is not there, or is left out. */
export const SLIDE_RULES: readonly Rule[] = [
  {
    code: "highlight_beyond",
    severity: "error",
    hint: "`highlight` counts rows or bars, the first being 1.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["table", "bar-chart"])) {
        const [count, what] = slide.layout === "table" ? [slide.rows.length, "rows"] : [slide.bars.length, "bars"];
        if (slide.highlight === undefined || slide.highlight <= count) continue;
        yield {
          at: [...at, "highlight"],
          message: `Number ${slide.highlight} is to stand out; there are ${count} ${what}.`,
        };
      }
    },
  },
  {
    code: "focus_beyond",
    severity: "error",
    hint: "`focus` holds [from, to], the first line of the code being 1.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["code"])) {
        const count = slide.code.replace(/\n+$/u, "").split("\n").length;
        for (const [index, [from, to]] of (slide.focus ?? []).entries()) {
          if (from <= to && to <= count) continue;
          yield {
            at: [...at, "focus", index],
            message: `Lines ${from} to ${to} are spoken of; the code has ${count}.`,
          };
        }
      }
    },
  },
  {
    code: "emphasis_elsewhere",
    severity: "warning",
    hint: "`emphasis` holds words of the slide's text, as they stand there.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["statement"])) {
        if (slide.emphasis === undefined || slide.text.includes(slide.emphasis)) continue;
        yield { at: [...at, "emphasis"], message: `“${slide.emphasis}” does not stand in the text.` };
      }
    },
  },
  {
    code: "image_without_text",
    severity: "warning",
    hint: "Give it `text` or `items`, or make it an `image` slide, which shows the picture larger.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["image-text"])) {
        if (slide.text === undefined && slide.items === undefined)
          yield { at, message: "Nothing stands beside the picture." };
      }
    },
  },
  {
    code: "text_left_out",
    severity: "warning",
    hint: "A slide shows `items` or `text`; the other one is not shown.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["image-text"])) {
        if (slide.text !== undefined && slide.items !== undefined) {
          yield { at: [...at, "text"], message: "The slide has items as well: its text is not shown." };
        }
      }
    },
  },
  {
    code: "repeated_item",
    severity: "warning",
    hint: "Take one of them out.",
    *find({ sections }) {
      for (const { section, at } of sections) {
        for (const [where, items] of listsOf(section.slide)) {
          for (const [index, item] of items.entries()) {
            if (items.indexOf(item) === index) continue;
            yield { at: [...at, "slide", ...where, index], message: `“${item.slice(0, 60)}” stands there twice.` };
          }
        }
      }
    },
  },
];

/** The slides that a script names, of these layouts. */
export function* ofLayouts<const Name extends SlideLayout>(
  { sections }: Pick<SeenMovie, "sections">,
  layouts: readonly Name[],
): Iterable<{ slide: SlideOf<Name>; at: JsonPath }> {
  for (const { section, at } of sections) {
    const { slide } = section;
    if (slide !== undefined && isOneOf(slide, layouts)) yield { slide, at: [...at, "slide"] };
  }
}

function isOneOf<Name extends SlideLayout>(slide: Slide, layouts: readonly Name[]): slide is SlideOf<Name> {
  return layouts.some((name) => name === slide.layout);
}

/** The lists of a slide, each with its place. */
export function listsOf(slide: Slide | undefined): [where: JsonPath, items: readonly string[]][] {
  switch (slide?.layout) {
    case "bullets":
      return [[["items"], slide.items]];
    case "image-text":
      return slide.items === undefined ? [] : [[["items"], slide.items]];
    case "comparison":
      return [
        [["left", "items"], slide.left.items],
        [["right", "items"], slide.right.items],
      ];
    default:
      return [];
  }
}

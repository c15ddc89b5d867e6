import type { Slide } from "@proxx/contract";
import { textWidth } from "@proxx/media";
import { shapeOf } from "../../video/look.ts";
import { lengthOf } from "../../writing/sentences/words-in.ts";
import { tongueOf } from "../../writing/language/tongue-of.ts";
import { textsOf } from "../look/texts-of.ts";
import { listsOf, ofLayouts } from "./slide-rules.ts";
import type { Rule } from "./rule.ts";

/** How much a slide can hold that is read while somebody speaks. */
export const LENGTH_RULES: readonly Rule[] = [
  {
    code: "too_many_points",
    severity: "warning",
    hint: "Show three, five at the most: part the section in two.",
    *find({ sections }) {
      for (const { section, at } of sections) {
        for (const [where, { length }] of listsOf(section.slide)) {
          const most = where.length > 1 ? MOST_COMPARED : MOST_POINTS;
          if (length > most)
            yield { at: [...at, "slide", ...where], message: `There are ${length} points; ${most} can be taken in.` };
        }
      }
    },
  },
  {
    code: "long_point",
    severity: "warning",
    hint: "A point is a few words: the whole sentence is spoken.",
    *find({ sections, script: { language } }) {
      const most = tongueOf(language).countsWords ? 14 : 40;
      for (const { section, at } of sections) {
        for (const [where, items] of listsOf(section.slide)) {
          for (const [index, item] of items.entries()) {
            const length = lengthOf(item, language);
            if (length > most)
              yield { at: [...at, "slide", ...where, index], message: tooLong("point", length, most, language) };
          }
        }
      }
    },
  },
  {
    code: "too_many_rows",
    severity: "warning",
    hint: "Show the first few and sum the others up, or part the section in two.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["table", "credits"])) {
        const most = slide.layout === "table" ? MOST_ROWS[shapeOf(movie.size)] : 8;
        const { length } = slide.rows;
        if (length > most) yield { at: [...at, "rows"], message: `There are ${length} rows; ${most} can be read.` };
      }
    },
  },
  {
    code: "too_many_columns",
    severity: "warning",
    hint: "Leave out the columns that nobody speaks of.",
    *find(movie) {
      const most = MOST_COLUMNS[shapeOf(movie.size)];
      for (const { slide, at } of ofLayouts(movie, ["table"])) {
        const { length } = slide.columns;
        if (length > most)
          yield { at: [...at, "columns"], message: `There are ${length} columns; ${most} can be read.` };
      }
    },
  },
  {
    code: "too_many_bars",
    severity: "warning",
    hint: "Show the largest and sum the others up.",
    *find(movie) {
      const most = MOST_BARS[shapeOf(movie.size)];
      for (const { slide, at } of ofLayouts(movie, ["bar-chart"])) {
        const { length } = slide.bars;
        if (length > most) yield { at: [...at, "bars"], message: `There are ${length} bars; ${most} can be compared.` };
      }
    },
  },
  {
    code: "too_many_curves",
    severity: "warning",
    hint: "Show those that are spoken of.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["line-chart"])) {
        const { length } = slide.lines;
        if (length > 4) yield { at: [...at, "lines"], message: `There are ${length} lines; four can be told apart.` };
      }
    },
  },
  {
    code: "too_many_words",
    severity: "warning",
    hint: "A slide is looked at while somebody speaks: leave on it what is to be kept in mind.",
    *find({ sections, script }) {
      const most = tongueOf(script.language).countsWords ? 40 : 130;
      for (const { section, at } of sections) {
        const { slide } = section;
        if (slide === undefined || !COUNTED.includes(slide.layout)) continue;
        const texts = textsOf({ ...script, personas: [], sections: [section] }).filter((one) =>
          one.at.includes("slide"),
        );
        const words = texts.reduce((sum, { text }) => sum + lengthOf(text, script.language), 0);
        if (words > most) yield { at: [...at, "slide"], message: tooLong("slide", words, most, script.language) };
      }
    },
  },
  {
    code: "long_title",
    severity: "warning",
    hint: "A title has two lines at the most.",
    *find({ sections, script: { language } }) {
      for (const { section, at } of sections) {
        const title = titleOf(section.slide) ?? "";
        if (textWidth(title) <= MOST_TITLE) continue;
        const most = tongueOf(language).countsWords ? MOST_TITLE : MOST_TITLE / 2;
        yield {
          at: [...at, "slide", "title"],
          message: `The title has ${Array.from(title).length} characters; ${most} can be read at a glance.`,
        };
      }
    },
  },
  {
    code: "long_statement",
    severity: "warning",
    hint: "Show its strongest words; all of it is spoken.",
    *find(movie) {
      const { language } = movie.script;
      const most = tongueOf(language).countsWords ? 20 : 48;
      for (const { slide, at } of ofLayouts(movie, ["statement"])) {
        const length = lengthOf(slide.text, language);
        if (length > most) yield { at: [...at, "text"], message: tooLong("statement", length, most, language) };
      }
    },
  },
  {
    code: "long_quote",
    severity: "warning",
    hint: "Leave out what is not needed, and mark it with “…”.",
    *find(movie) {
      const { language } = movie.script;
      const most = tongueOf(language).countsWords ? 35 : 100;
      for (const { slide, at } of ofLayouts(movie, ["quote"])) {
        const length = lengthOf(slide.text, language);
        if (length > most) yield { at: [...at, "text"], message: tooLong("quote", length, most, language) };
      }
    },
  },
  {
    code: "long_code",
    severity: "warning",
    hint: "Show the lines that are spoken of.",
    *find(movie) {
      for (const { slide, at } of ofLayouts(movie, ["code"])) {
        const { length } = linesOfCode(slide.code);
        if (length > 13) yield { at: [...at, "code"], message: `The code has ${length} lines; 13 can be read.` };
      }
    },
  },
  {
    code: "wide_code",
    severity: "warning",
    hint: "Break the line as the language allows.",
    *find(movie) {
      const most = MOST_CODE_COLUMNS[shapeOf(movie.size)];
      for (const { slide, at } of ofLayouts(movie, ["code"])) {
        const widest = Math.max(...linesOfCode(slide.code).map(textWidth));
        if (widest > most)
          yield { at: [...at, "code"], message: `A line of the code has ${widest} columns; ${most} can be read.` };
      }
    },
  },
];

const MOST_POINTS = 5;
const MOST_COMPARED = 4;
const MOST_TITLE = 60;
type Limits = Readonly<Record<ReturnType<typeof shapeOf>, number>>;
const MOST_ROWS: Limits = { wide: 6, tall: 6, square: 6 };
const MOST_COLUMNS: Limits = { wide: 5, tall: 3, square: 4 };
const MOST_BARS: Limits = { wide: 7, tall: 5, square: 6 };
const MOST_CODE_COLUMNS: Limits = { wide: 94, tall: 46, square: 48 };

/** Where every word is read; of tables, charts and code one looks at a part. */
const COUNTED: readonly Slide["layout"][] = ["title", "bullets", "image-text", "comparison"];

function titleOf(slide: Slide | undefined): string | undefined {
  return slide !== undefined && "title" in slide ? slide.title : undefined;
}

function linesOfCode(code: string): string[] {
  return code.replace(/\n+$/u, "").replaceAll("\t", "  ").split("\n");
}

function tooLong(what: string, length: number, most: number, language: string): string {
  const unit = tongueOf(language).countsWords ? "words" : "characters";
  return `The ${what} has ${length} ${unit}; ${most} can be read while somebody speaks.`;
}

import { repairMojibake } from "../../article/repair-mojibake.ts";
import { textsOf, type PlacedText } from "../look/texts-of.ts";
import type { Rule } from "./rule.ts";

/** How the signs of a text are written. */
export const WRITING_RULES: readonly Rule[] = [
  {
    code: "mojibake",
    severity: "error",
    hint: "The text was once read in another charset than it is written in: write it again, or take it from its source.",
    *find({ script }) {
      for (const { at, text } of textsOf(script)) {
        const { text: mended, repaired } = repairMojibake(text);
        if (repaired > 0)
          yield { at, message: `“${shortOf(text)}” was decoded wrongly: perhaps “${shortOf(mended)}”.` };
        else if (text.includes("\uFFFD")) yield { at, message: `“${shortOf(text)}” has signs that were lost.` };
      }
    },
  },
  {
    code: "uncovered_glyphs",
    severity: "error",
    hint: "Write it with other characters: they are left out where nothing can draw them.",
    *find({ uncovered }) {
      for (const { at, graphemes } of uncovered) {
        const named = graphemes.slice(0, 8).map((one) => `“${one}” (${codePointsOf(one)})`);
        yield { at, message: `No font has a glyph for ${named.join(", ")}.` };
      }
    },
  },
  {
    code: "typewriter_quotes",
    severity: "warning",
    hint: "Write “ and ”, „ and “, « and », or 「 and 」, as the language has them.",
    *find({ script }) {
      for (const { at, text } of shownAsWritten(textsOf(script))) {
        // Inches and seconds follow a number.
        if (/(?<!\d)"/u.test(text)) yield { at, message: `“${shortOf(text)}” has the quotes of a typewriter.` };
      }
    },
  },
  {
    code: "double_hyphen",
    severity: "warning",
    hint: "Write a dash: –, or —.",
    *find({ script }) {
      for (const { at, text } of shownAsWritten(textsOf(script))) {
        if (/(?<=\s|[\p{L}\p{N}])--(?=\s|[\p{L}\p{N}])/u.test(text)) {
          yield { at, message: `“${shortOf(text)}” has two hyphens for a dash.` };
        }
      }
    },
  },
];

/** Titles of chapters and subtitles; on slides quotes and dashes are set as they should be. */
function shownAsWritten(texts: readonly PlacedText[]): PlacedText[] {
  return texts.filter(({ at }) => !at.includes("slide"));
}

function shortOf(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60).toWellFormed()}…`;
}

function codePointsOf(grapheme: string): string {
  return Array.from(
    grapheme,
    (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  ).join(" ");
}

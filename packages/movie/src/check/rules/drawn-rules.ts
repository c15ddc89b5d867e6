import { checkSlide, type FindingCode } from "@proxx/slides";
import type { SeenMovie } from "../look/seen-movie.ts";
import { LENGTH_RULES } from "./length-rules.ts";
import type { Rule } from "./rule.ts";

/** What drawing the slides brought to light. */
export const DRAWN_RULES: readonly Rule[] = [
  {
    code: "weak_brand_colour",
    severity: "warning",
    hint: "Choose a colour that stands out more from the background; else it is made lighter or darker.",
    *find({ sections }) {
      const messages = new Set(findingsOf(sections, "color-repaired").map(({ message }) => message));
      for (const message of messages) {
        const [, name = ""] = /^The brand's (\w+)/u.exec(message) ?? [];
        yield { at: name === "" ? ["brand"] : ["brand", name], document: "configuration", message };
      }
    },
  },
  {
    code: "weak_logo",
    severity: "warning",
    hint: "Give the logo for dark grounds, too (`logo_on_dark`), or one that has colours for both.",
    *find({ sections }) {
      const [first] = findingsOf(sections, "logo-on-plate");
      if (first !== undefined) yield { at: ["brand", "logo"], document: "configuration", message: first.message };
    },
  },
  {
    code: "slide_shortened",
    severity: "error",
    hint: "Say it in fewer words on the slide; what is spoken is not changed.",
    *find(movie) {
      // What there is too much of is told by another rule.
      const told = new Set(LENGTH_RULES.flatMap(({ find }) => [...find(movie)]).map(({ at }) => at[1]));
      for (const code of ["text-shortened", "rows-left-out", "code-shortened"] as const) {
        for (const { at, message } of findingsOf(movie.sections, code)) {
          if (!told.has(at[1])) yield { at: [...at, "slide"], message };
        }
      }
    },
  },
  {
    code: "slide_fault",
    severity: "warning",
    hint: "Put less on the slide, or choose another layout or theme.",
    *find({ sections }) {
      for (const { drawn, at } of sections) {
        for (const fault of drawn.flatMap(checkSlide)) {
          if (!TOLD_OF_THE_SCRIPT.includes(fault.rule))
            yield { at: [...at, "slide"], message: `${fault.message} [${fault.rule}]` };
        }
      }
    },
  },
];

/** What a rule says of the script itself. */
const TOLD_OF_THE_SCRIPT: readonly string[] = ["too-many-words", "too-many-points", "long-title"];

function findingsOf(sections: SeenMovie["sections"], code: FindingCode) {
  return sections.flatMap(({ drawn, at }) =>
    drawn
      .flatMap(({ findings }) => findings)
      .filter((finding) => finding.code === code)
      .map(({ message }) => ({ at, message })),
  );
}

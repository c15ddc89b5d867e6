import type { Section } from "@proxx/contract";
import type { StepDegradation } from "../step-options.ts";

type Kind = Pick<StepDegradation, "code" | "hint">;

/** What of a slide's findings whoever watches the movie would miss. */
const KINDS: Readonly<Record<string, Kind>> = {
  "text-shortened": {
    code: "slide_shortened",
    hint: "Say it in fewer words on the slide; what is spoken is not changed.",
  },
  "rows-left-out": { code: "slide_shortened", hint: "Show fewer rows, or part them between sections." },
  "code-shortened": { code: "slide_shortened", hint: "Show the lines that matter." },
  "glyph-missing": {
    code: "characters_left_out",
    hint: "Write it with other characters, or give a font that has them.",
  },
  "color-repaired": { code: "brand_colour_changed", hint: "Choose a colour that stands out more from the background." },
  "image-missing": { code: "picture_left_out", hint: "Give another picture, or none." },
};

export function findingDegradations(
  { id, title }: Section,
  findings: readonly { readonly code: string; readonly message: string }[],
): StepDegradation[] {
  return findings.flatMap(({ code, message }) => {
    const kind = KINDS[code];
    return kind === undefined ? [] : [{ ...kind, message: `The section “${title}” (${id}): ${message}` }];
  });
}

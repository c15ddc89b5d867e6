import type { Script } from "@proxx/contract";
import type { StepDegradation } from "../step-options.ts";

/** What of a script this renderer does not show. */
export function leftOut({ sections, personas = [] }: Script): StepDegradation[] {
  const backgrounds = sections
    .filter(({ background }) => background !== undefined)
    .map(({ title }) => ({
      code: "picture_left_out" as const,
      message: `The background of section “${title}” is not shown: its slide stands on the theme's ground.`,
      hint: "Give the section a slide of the layout `image` or `image-text` with that picture.",
    }));
  const avatars = personas
    .filter(({ avatar }) => avatar !== undefined)
    .map(({ name }) => ({
      code: "picture_left_out" as const,
      message: `The picture of ${name} is not shown: a face that was drawn stands in for it.`,
      hint: "Leave `avatar` out to have it so without this note.",
    }));
  return [...backgrounds, ...avatars];
}

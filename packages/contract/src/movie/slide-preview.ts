// One slide of a movie that is still being written, drawn to be looked at.
import { z } from "zod";
import { isPlainObject } from "../json/plain-object.ts";
import { describeJson } from "../messages/describe-json.ts";
import { tidyIssue, type Issue } from "../messages/issue.ts";
import { describeSchemaIssues } from "../messages/schema-issues.ts";
import { language } from "../operation/parameter-types.ts";
import { checkScript } from "../script/check-script.ts";
import { filesOfScript } from "../script/files-of-script.ts";
import { sectionSchema } from "../script/script.ts";
import { drawSlidesSchema } from "./movie-steps.ts";

export const slidePreviewSchema = z
  .strictObject({
    section: sectionSchema,
    ...drawSlidesSchema.omit({ script: true }).shape,
    language: language().default("en"),
    /** The movie that the section is of: pictures that it shows already are shown. @default without pictures */
    baseExecutionId: z.string().min(1).max(128).optional(),
    /** Which of the section's slides, where it has more than one; the first is 1. @default 1 */
    slide: z.int().min(1).max(1000).optional(),
  })
  .meta({ title: "SlidePreview", description: "A section of a script, and how its movie looks" });

export type SlidePreview = z.output<typeof slidePreviewSchema>;

/** A slide as a picture, and how many the section has. */
export interface DrawnPreview {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly slides: number;
}

/** All that is wrong with what a preview is asked for by, or it. Of the section what it shows is looked at, not who says what. */
export function checkSlidePreview(value: unknown): { issues: Issue[]; preview: SlidePreview | null } {
  if (!isPlainObject(value)) {
    const message = `A preview is asked for by an object, not by ${describeJson(value)}.`;
    return { preview: null, issues: [{ path: "$", code: "not_an_object", message, hint: HINT }] };
  }
  const parsed = slidePreviewSchema.safeParse(value);
  if (!parsed.success) {
    const words = { field: "field", hint: HINT } as const;
    const subject = { schema: slidePreviewSchema, value, path: [], subject: "a preview", words };
    return { preview: null, issues: describeSchemaIssues(parsed.error.issues, subject).map(tidyIssue) };
  }
  const { section } = parsed.data;
  const shown = { title: section.title, ...(section.slide === undefined ? {} : { slide: section.slide }) };
  const { script, issues } = checkScript({ title: section.title, sections: [shown] });
  const files = script === null ? [] : filesOfScript(script).map(({ name }) => fileNamed(name));
  const all = [...issues.map(placedInSection), ...files];
  return { preview: all.length === 0 ? parsed.data : null, issues: all };
}

const HINT = "The reference at /docs says what a preview takes.";

function placedInSection(issue: Issue): Issue {
  return { ...issue, path: issue.path.replace(/^\$\.sections\[0\]/, "$.section") };
}

function fileNamed(name: string): Issue {
  return tidyIssue({
    path: "$.section.slide.image",
    code: "local_path_refused",
    message: `\`${name}\` is no address: a preview reads no files.`,
    hint: "Give the picture by its http or https URL.",
  });
}

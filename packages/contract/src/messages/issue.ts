import { z } from "zod";
import { printable } from "./printable.ts";

/** One thing wrong with a document: where, what, and how to mend it. */
export const issueSchema = z.strictObject({
  path: z.string().meta({ description: "JSON path of the offending value, `$` for the document itself" }),
  code: z.string().meta({ description: "Stable, machine-readable kind of the issue" }),
  message: z.string().meta({ description: "What is wrong, in a sentence" }),
  hint: z.string().meta({ description: "What to do about it" }),
});

export type Issue = z.infer<typeof issueSchema>;

const MAX_TEXT_LENGTH = 480;
const MAX_KEY_LENGTH = 80;

/** An issue that quotes a document, made fit to be shown: each text is one printable line of less than 500 characters. */
export function tidyIssue({ path, code, message, hint }: Issue): Issue {
  return {
    path: printable(path, MAX_TEXT_LENGTH),
    code,
    message: printable(message, MAX_TEXT_LENGTH),
    hint: printable(hint, MAX_TEXT_LENGTH),
  };
}

/** Renders a zod-style path as a JSON path: `["sources", 1]` is `$.sources[1]`. */
export function formatJsonPath(path: readonly PropertyKey[]): string {
  let text = "$";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (typeof key === "string" && /^[A-Za-z_]\w*$/.test(key)) text += `.${printable(key, MAX_KEY_LENGTH)}`;
    else text += `[${printable(JSON.stringify(String(key).slice(0, MAX_KEY_LENGTH)), MAX_KEY_LENGTH)}]`;
  }
  return text;
}

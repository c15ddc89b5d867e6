import { z } from "zod";

/** One thing wrong with a document: where, what, and how to mend it. */
export const issueSchema = z.strictObject({
  path: z.string().meta({ description: "JSON path of the offending value, `$` for the document itself" }),
  code: z.string().meta({ description: "Stable, machine-readable kind of the issue" }),
  message: z.string().meta({ description: "What is wrong, in a sentence" }),
  hint: z.string().meta({ description: "What to do about it" }),
});

export type Issue = z.infer<typeof issueSchema>;

/** Renders a zod-style path as a JSON path: `["sources", 1]` is `$.sources[1]`. */
export function formatJsonPath(path: readonly PropertyKey[]): string {
  let text = "$";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (typeof key === "string" && /^[A-Za-z_]\w*$/.test(key)) text += `.${key}`;
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}

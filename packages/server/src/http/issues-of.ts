import { describeSchemaIssues, type Issue } from "@proxx/contract";
import type { z } from "zod";

const WORDS = { field: "parameter", hint: "The reference at /docs says what is expected." } as const;

/** What a schema finds wrong with a part of a request, in the words that plans have for it. */
export function issuesOf(error: z.ZodError, part: { schema: z.ZodType; value: unknown; subject: string }): Issue[] {
  return describeSchemaIssues(error.issues, { ...part, path: [], words: WORDS });
}

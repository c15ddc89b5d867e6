import { formatJsonPath, type Issue } from "@proxx/contract";
import type { z } from "zod";

/** What a schema finds wrong, as issues. */
export function issuesOf(error: z.ZodError, hint: string): Issue[] {
  return error.issues.map(({ path, code, message }) => ({ path: formatJsonPath(path), code, message, hint }));
}

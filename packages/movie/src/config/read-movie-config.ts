import { readFile } from "node:fs/promises";
import {
  describeSchemaIssues,
  errorMessage,
  movieConfigSchema,
  ProxxError,
  ScriptValidationError,
  tidyIssue,
  type MovieConfig,
} from "@proxx/contract";
import { parseYaml } from "../script-file/parse-yaml.ts";

const HINT = "`proxx schema movie-config` shows what can stand there.";

/** Reads `proxx.yaml`; null where there is none and nobody asked for it. Every fault is told with its line and column. */
export async function readMovieConfig(path: string, { isWanted }: { isWanted: boolean }): Promise<MovieConfig | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (!isWanted && (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new ProxxError("document_unreadable", `Cannot read ${path}: ${errorMessage(error)}.`, {
      hint: "`proxx movie init` writes one.",
      cause: error,
    });
  }
  return parseMovieConfig(text);
}

export function parseMovieConfig(text: string): MovieConfig {
  const yaml = parseYaml(text);
  if (yaml.issues.length > 0) throw new ScriptValidationError(yaml.issues);
  // A file of nothing but comments settles nothing.
  const value = yaml.value ?? {};
  const parsed = movieConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const words = { field: "field", hint: HINT } as const;
  const subject = { schema: movieConfigSchema, value, path: [], subject: "the configuration", words };
  const issues = describeSchemaIssues(parsed.error.issues, subject);
  throw new ScriptValidationError(
    issues.map((issue) =>
      tidyIssue({ ...issue, message: `${issue.message.replace(/\.$/, "")} (${yaml.placeOf(issue.path)}).` }),
    ),
  );
}

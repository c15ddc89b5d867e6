import { readFile } from "node:fs/promises";
import { localizeScript, ProxxError, type Input, type MovieKind, type Script } from "@proxx/contract";
import type { z } from "zod";
import { parseScript } from "../script-file/read-script-file.ts";

/** The script that another step wrote in one of its languages, and whether that is its own. */
export async function readScriptInput(
  input: Input | undefined,
  language: string | undefined,
): Promise<{ script: Script; isOwn: boolean }> {
  const script = parseScript(await readInput(input, "script"));
  const wanted = language ?? script.language;
  return { script: localizeScript(script, wanted), isOwn: wanted === script.language };
}

/** A document that another step made. */
export async function readDocumentInput<Schema extends z.ZodType>(
  input: Input | undefined,
  kind: MovieKind,
  schema: Schema,
): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(await readInput(input, kind)));
}

/** A file that lies beside a document, by the hash of its bytes. */
export function fileBeside({ files }: Input, sha256: string): string {
  const found = files.find(({ artifact }) => artifact.sha256 === sha256);
  if (found !== undefined) return found.path;
  throw new ProxxError("artifact_lost", `A file of this movie is missing: ${sha256}.`, {
    hint: "Run the plan again: what is missing is made anew.",
  });
}

async function readInput(input: Input | undefined, kind: MovieKind): Promise<string> {
  const [file] = input?.files ?? [];
  if (file?.artifact.kind === kind) return await readFile(file.path, "utf8");
  throw new ProxxError("input_unusable", `Expected what makes ${kind}, got ${file?.artifact.kind ?? "nothing"}.`, {
    hint: `Name the job that makes ${kind}.`,
  });
}

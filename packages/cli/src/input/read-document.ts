import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { documentTooLargeIssue, MAX_DOCUMENT_BYTES, parseJsonDocument, ProxxError, type Issue } from "@proxx/contract";

export interface ReadDocument {
  path: string;
  /** Where relative sources start. */
  folder: string;
  value: unknown;
  /** What is wrong with the JSON itself; `value` is undefined then. */
  issues: Issue[];
}

/** Reads a JSON document from a file. A file that cannot be read is a `ProxxError`; what is wrong inside it are issues. */
export async function readDocument(
  file: string,
  hint = "Name the JSON file of a JobSpec; `proxx new` writes one.",
): Promise<ReadDocument> {
  const path = resolve(file);
  const place = { path, folder: dirname(path) };
  let content: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MAX_DOCUMENT_BYTES) return { ...place, value: undefined, issues: [documentTooLargeIssue(size)] };
    content = await readUpTo(path, MAX_DOCUMENT_BYTES + 1);
    // A pipe or a device has no size beforehand, and may have no end.
    if (content.length > MAX_DOCUMENT_BYTES) {
      return { ...place, value: undefined, issues: [documentTooLargeIssue(content.length)] };
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new ProxxError("document_unreadable", `Cannot read ${JSON.stringify(path)}: ${REASONS[code] ?? code}.`, {
      hint,
      cause,
    });
  }
  const parsed = parseJsonDocument(content);
  return parsed.ok
    ? { ...place, value: parsed.value, issues: [] }
    : { ...place, value: undefined, issues: parsed.issues };
}

async function readUpTo(path: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
};

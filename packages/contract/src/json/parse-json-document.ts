import { errorMessage } from "../messages/error-message.ts";
import { formatJsonPath, tidyIssue, type Issue } from "../messages/issue.ts";
import { printable } from "../messages/printable.ts";

/** Larger than any document a person or a program writes by hand, small enough to refuse at once. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 64;
/** How many issues of one document are reported. What has more was not written by hand. */
export const MAX_ISSUES = 1000;

export type ParsedJson = { ok: true; value: unknown } | { ok: false; issues: Issue[] };

/**
 * Reads JSON as strictly as RFC 8259 allows, and more strictly than `JSON.parse`: a byte-order mark, a key that stands
 * twice, or absurd nesting is an issue instead of something quietly swallowed.
 */
export function parseJsonDocument(content: string | Uint8Array): ParsedJson {
  const size = sizeInBytes(content);
  if (size > MAX_DOCUMENT_BYTES) return refuse(tooLarge(size));
  let text: string;
  try {
    text =
      typeof content === "string"
        ? content
        : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return refuse({
      code: "not_utf8",
      message: "The document is not UTF-8 text.",
      hint: "Save it as UTF-8. If this is a media file, name it in `sources` of a JobSpec instead.",
    });
  }
  if (text.startsWith("\uFEFF")) {
    return refuse({
      code: "byte_order_mark",
      message: "The document starts with a byte-order mark, which JSON does not allow.",
      hint: "Save it as UTF-8 without BOM.",
    });
  }
  if (text.trim() === "") {
    return refuse({
      code: "empty_document",
      message: "The document is empty.",
      hint: "`proxx new` writes a valid JobSpec.",
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = errorMessage(error);
    return refuse({
      code: "invalid_json",
      message: `The document is not valid JSON: ${reason}`,
      hint: "JSON has no comments, no trailing commas, no NaN or Infinity, and double quotes only.",
    });
  }
  const issues = findStructureIssues(text);
  return issues.length === 0 ? { ok: true, value } : { ok: false, issues };
}

// A string's length is in UTF-16 units; only one that may be too large is worth encoding to find out.
function sizeInBytes(content: string | Uint8Array): number {
  if (typeof content !== "string") return content.length;
  const certain = content.length > MAX_DOCUMENT_BYTES || content.length * 3 <= MAX_DOCUMENT_BYTES;
  return certain ? content.length : new TextEncoder().encode(content).length;
}

function tooLarge(size: number): Omit<Issue, "path"> {
  return {
    code: "document_too_large",
    message: `The document has ${size} bytes; at most ${MAX_DOCUMENT_BYTES} are read.`,
    hint: "Split the work into several JobSpecs. If this is a media file, name it in `sources` instead.",
  };
}

/** The issue for a file that is not even read because of its size. */
export function documentTooLargeIssue(size: number): Issue {
  return { path: "$", ...tooLarge(size) };
}

function refuse(issue: Omit<Issue, "path">): ParsedJson {
  return { ok: false, issues: [tidyIssue({ path: "$", ...issue })] };
}

/**
 * Walks text already known to be valid JSON, for what `JSON.parse` does not tell: duplicate keys, lone surrogates (no
 * UTF-8 can carry them, so no file is ever called that) and depth.
 */
function findStructureIssues(text: string): Issue[] {
  interface Level {
    keys: Map<string, number> | null;
    key: string | number;
  }
  const issues: Issue[] = [];
  const levels: Level[] = [];
  let expectKey = false;
  const report = (issue: Omit<Issue, "path">) =>
    issues.push(tidyIssue({ path: formatJsonPath(levels.map((level) => level.key)), ...issue }));
  for (let index = 0; index < text.length && issues.length < MAX_ISSUES; index++) {
    const level = levels.at(-1);
    switch (text[index]) {
      case "{":
        levels.push({ keys: new Map(), key: "" });
        expectKey = true;
        break;
      case "[":
        levels.push({ keys: null, key: 0 });
        break;
      case "}":
      case "]":
        levels.pop();
        expectKey = false;
        break;
      case ",":
        if (level?.keys) expectKey = true;
        else if (level && typeof level.key === "number") level.key++;
        break;
      case '"': {
        const end = endOfString(text, index);
        const written = JSON.parse(text.slice(index, end + 1)) as string;
        if (expectKey && level?.keys) {
          level.key = written;
          const times = (level.keys.get(written) ?? 0) + 1;
          level.keys.set(written, times);
          if (times === 2) report(duplicateKey(written));
          expectKey = false;
        }
        if (!written.isWellFormed()) report(LONE_SURROGATE);
        index = end;
        break;
      }
    }
    if (levels.length > MAX_DEPTH) return [TOO_DEEP];
  }
  return issues;
}

const LONE_SURROGATE: Omit<Issue, "path"> = {
  code: "lone_surrogate",
  message: "The text has half of a surrogate pair, which is no character.",
  hint: "Write the character itself, or both halves of its escape; check what wrote it.",
};

const TOO_DEEP: Issue = {
  path: "$",
  code: "too_deep",
  message: `The document is nested more than ${MAX_DEPTH} levels deep.`,
  hint: "No document of Proxx needs more than a few levels; check what wrote it.",
};

function duplicateKey(key: string): Omit<Issue, "path"> {
  return {
    code: "duplicate_key",
    message: `The key \`${printable(key, 80)}\` stands more than once.`,
    hint: "Keep one of them; which one a parser takes is not defined.",
  };
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}

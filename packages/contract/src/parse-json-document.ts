import { formatJsonPath, type Issue } from "./issue.ts";

/** Larger than any document a person or a program writes by hand, small enough to refuse at once. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 64;

export type ParsedJson = { ok: true; value: unknown } | { ok: false; issues: Issue[] };

/**
 * Reads JSON as strictly as RFC 8259 allows, and more strictly than `JSON.parse`: a byte-order mark, a key that stands
 * twice, or absurd nesting is an issue instead of something quietly swallowed.
 */
export function parseJsonDocument(content: string | Uint8Array): ParsedJson {
  if (content.length > MAX_DOCUMENT_BYTES) return refuse(tooLarge(content.length));
  let text: string;
  try {
    text = typeof content === "string" ? content : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
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
    return refuse({ code: "empty_document", message: "The document is empty.", hint: "`proxx new` writes a valid JobSpec." });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    return refuse({
      code: "invalid_json",
      message: `The document is not valid JSON: ${reason.slice(0, 200)}`,
      hint: "JSON has no comments, no trailing commas, no NaN or Infinity, and double quotes only.",
    });
  }
  const issues = findStructureIssues(text);
  return issues.length === 0 ? { ok: true, value } : { ok: false, issues };
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
  return { ok: false, issues: [{ path: "$", ...issue }] };
}

/** Walks text already known to be valid JSON, for what `JSON.parse` does not tell: duplicate keys and depth. */
function findStructureIssues(text: string): Issue[] {
  interface Level {
    keys: Map<string, number> | null;
    key: string | number;
  }
  const issues: Issue[] = [];
  const levels: Level[] = [];
  let expectKey = false;
  const here = () => formatJsonPath(levels.map((level) => level.key));
  for (let index = 0; index < text.length; index++) {
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
        if (expectKey && level?.keys) {
          level.key = JSON.parse(text.slice(index, end + 1)) as string;
          const times = (level.keys.get(level.key) ?? 0) + 1;
          level.keys.set(level.key, times);
          if (times === 2) {
            issues.push({
              path: here(),
              code: "duplicate_key",
              message: `The key \`${level.key}\` stands more than once.`,
              hint: "Keep one of them; which one a parser takes is not defined.",
            });
          }
          expectKey = false;
        }
        index = end;
        break;
      }
    }
    if (levels.length > MAX_DEPTH) {
      return [
        {
          path: "$",
          code: "too_deep",
          message: `The document is nested more than ${MAX_DEPTH} levels deep.`,
          hint: "No document of Proxx needs more than a few levels; check what wrote it.",
        },
      ];
    }
  }
  return issues;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}

import {
  describeJson,
  formatJsonPath,
  isPlainObject,
  MAX_DOCUMENT_BYTES,
  MAX_ISSUES,
  type Issue,
  type Path,
} from "@proxx/contract";

const MAX_DEPTH = 64;

/**
 * What no JSON document can hold, or none of sane size: asked before a schema looks, because schemas recurse, and pass
 * over keys such as `__proto__`.
 */
export function findStructureIssues(plan: unknown): Issue[] {
  const issues: Issue[] = [];
  let size = 0;
  // By hand and not by recursion: nesting deep enough to matter would end the recursion with a stack overflow.
  const open: { value: unknown; path: Path }[] = [{ value: plan, path: [] }];
  for (let next = open.pop(); next !== undefined && issues.length < MAX_ISSUES; next = open.pop()) {
    const { value, path } = next;
    if (path.length > MAX_DEPTH) return [TOO_DEEP];
    size += typeof value === "string" ? value.length + 2 : 4;
    if (size > MAX_DOCUMENT_BYTES) return [TOO_LARGE];
    if (typeof value === "string") {
      if (!value.isWellFormed()) issues.push(brokenText(path));
    } else if (Array.isArray(value)) {
      for (const [index, entry] of [...value.entries()].reverse()) open.push({ value: entry, path: [...path, index] });
    } else if (isPlainObject(value)) {
      for (const [key, member] of Object.entries(value).reverse()) {
        size += key.length + 3;
        if (key === "__proto__" || !key.isWellFormed()) issues.push(invalidKey([...path, key]));
        if (member !== undefined) open.push({ value: member, path: [...path, key] });
      }
    } else if (!isPrimitive(value)) {
      issues.push(notJson(path, value));
    }
  }
  return issues;
}

function isPrimitive(value: unknown): boolean {
  return value === null || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}

const TOO_DEEP: Issue = {
  path: "$",
  code: "too_deep",
  message: `The plan is nested more than ${MAX_DEPTH} levels deep.`,
  hint: "No plan needs more than a few levels; check what wrote it.",
};

const TOO_LARGE: Issue = {
  path: "$",
  code: "document_too_large",
  message: `The plan is larger than ${MAX_DOCUMENT_BYTES} bytes.`,
  hint: "Name media and subtitle files by path or URL, and split the work into several plans.",
};

function brokenText(path: Path): Issue {
  return {
    path: formatJsonPath(path),
    code: "lone_surrogate",
    message: "The text has half of a surrogate pair, which is no character.",
    hint: "Write the character itself, or both halves of its escape; check what wrote it.",
  };
}

function invalidKey(path: Path): Issue {
  return {
    path: formatJsonPath(path),
    code: "invalid_key",
    message: `A plan cannot have the key ${JSON.stringify(path.at(-1))}.`,
    hint: "Give it another name.",
  };
}

function notJson(path: Path, value: unknown): Issue {
  return {
    path: formatJsonPath(path),
    code: "not_json",
    message: `Expected JSON, got ${describeJson(value)}.`,
    hint: "A plan holds objects, lists, texts, finite numbers, true, false and null.",
  };
}

import { MAX_DOCUMENT_BYTES, tidyIssue, type Issue } from "@proxx/contract";
import { isNode, LineCounter, parseDocument, type Document } from "yaml";

export interface ParsedYaml {
  value: unknown;
  issues: Issue[];
  /** The line and column of what stands at a JSON path such as `$.sections[0].title`, from 1. */
  placeOf(path: string): string;
  document: Document;
}

/** Reads YAML as a document of Proxx: every key once, and every fault with its line and column. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: "1.2" });
  const issues = document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    const hint = "Indent with spaces, and put a text that has `: ` or `#` in it between quotes.";
    return tidyIssue({ path: "$", code: "invalid_yaml", message: `Line ${line}, column ${col}: ${message}.`, hint });
  });
  if (Buffer.byteLength(text) > MAX_DOCUMENT_BYTES) issues.unshift(tooLarge());
  const value: unknown = issues.length === 0 ? document.toJS({ maxAliasCount: 50 }) : undefined;
  return { value, issues, document, placeOf };

  function placeOf(path: string): string {
    const keys = keysOf(path);
    // What is missing has no place: that of what it is missing from.
    for (let length = keys.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
      if (!isNode(node) || node.range == null) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return `line ${line}, column ${col}`;
    }
    return "line 1, column 1";
  }
}

/** `$.sections[0]["a b"]` as keys. */
function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(([, name, index, quoted]) => {
    if (index !== undefined) return Number(index);
    return name ?? (JSON.parse(quoted ?? '""') as string);
  });
}

function tooLarge(): Issue {
  return {
    path: "$",
    code: "document_too_large",
    message: `The document is larger than ${MAX_DOCUMENT_BYTES} bytes.`,
    hint: "A script of hours is far smaller. Name a picture or a recording by its path.",
  };
}

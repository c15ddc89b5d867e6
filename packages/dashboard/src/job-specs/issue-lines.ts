/** On which lines of a JSON text the values stand that issues speak of. */
import type { Issue } from "@proxx/contract";

export interface PlacedIssue extends Issue {
  /** From 1; null where the place is not in the text, such as a field that is missing. */
  readonly line: number | null;
}

export function placeIssues(text: string, issues: readonly Issue[]): PlacedIssue[] {
  const lines = linesByPath(text);
  return issues.map((issue) => ({ ...issue, line: lineOf(issue.path, lines) }));
}

/** A field that is missing is missing from what it belongs in. */
function lineOf(path: string, lines: ReadonlyMap<string, number>): number | null {
  for (let place = path; place !== ""; place = place.replace(/(?:\.\w+|\[[^\]]*\])$|^\$$/, "")) {
    const line = lines.get(place);
    if (line !== undefined) return line;
    if (!/(?:\.\w+|\[[^\]]*\])$/.test(place)) return null;
  }
  return null;
}

/** Where each value begins, by its JSON path as issues write it: `$.sources[1]`. The text is known to be JSON. */
function linesByPath(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g)].map(([token]) => token);
  let [at, line] = [0, 1];
  skip();
  readValue("$");
  return lines;

  function readValue(path: string): void {
    lines.set(path, line);
    const token = take();
    if (token === "{") readMembers(path);
    if (token === "[") readItems(path);
  }

  function readMembers(path: string): void {
    while (tokens[at] !== undefined && tokens[at] !== "}") {
      const name = nameOf(take());
      take();
      readValue(/^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`);
      if (tokens[at] === ",") take();
    }
    take();
  }

  function readItems(path: string): void {
    for (let index = 0; tokens[at] !== undefined && tokens[at] !== "]"; index += 1) {
      readValue(`${path}[${index}]`);
      if (tokens[at] === ",") take();
    }
    take();
  }

  function take(): string {
    const token = tokens[at] ?? "";
    at += 1;
    skip();
    return token;
  }

  function skip(): void {
    while (tokens[at] === "\n") {
      line += 1;
      at += 1;
    }
  }
}

function nameOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}

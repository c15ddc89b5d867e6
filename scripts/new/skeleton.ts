import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a new part consists of, by paths from the root. */
export interface Skeleton {
  files: Readonly<Record<string, string>>;
  /** Files that are there, as they are to be. */
  changes: Readonly<Record<string, string>>;
  /** What is left to do, a sentence each. */
  left: readonly string[];
}

export function writeSkeleton(root: string, { files, changes }: Skeleton): void {
  for (const path of Object.keys(files)) {
    if (existsSync(join(root, path))) throw new TypeError(`Expected ${path} not to be there yet`);
  }
  for (const [path, text] of Object.entries({ ...files, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** The text with a line put after the last of those that begin so. */
export function addLineAfter(text: string, beginning: RegExp, line: string): string {
  const lines = text.split("\n");
  const at = lines.findLastIndex((each) => beginning.test(each));
  if (at === -1) throw new TypeError(`Expected a line like ${beginning}`);
  return lines.toSpliced(at + 1, 0, line).join("\n");
}

/** The text with a row put at the end of the Markdown table that begins so. */
export function addRow(text: string, table: string, row: string): string {
  const lines = text.split("\n");
  const header = lines.findIndex((line) => line.startsWith(table));
  if (header === -1) throw new TypeError(`Expected a table ${table} …`);
  const end = lines.findIndex((line, index) => index > header && !line.startsWith("|"));
  return lines.toSpliced(end === -1 ? lines.length : end, 0, row).join("\n");
}

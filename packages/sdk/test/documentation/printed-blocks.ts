import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../../../..");

/** A block of code as a page prints it. */
export interface PrintedBlock {
  /** The page and the block's line, such as `docs/sdk.md:23`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** What the README, the pages of docs/ and the packages' READMEs print in these languages. */
export function printedBlocks(...languages: readonly string[]): PrintedBlock[] {
  const pages = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: ROOT }).toSorted();
  return pages.flatMap(blocksOf).filter(({ language }) => languages.includes(language));
}

function blocksOf(page: string): PrintedBlock[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(({ index, 1: language = "", 2: block = "" }) => {
    const line = text.slice(0, index).split("\n").length;
    return { place: `${page}:${line}`, language, text: block };
  });
}

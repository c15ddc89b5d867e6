import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Script } from "@proxx/contract";
import { readText } from "../../article/read-text.ts";

/** How long the texts of a script's sources are, of those that are files and there. */
export async function sourceLengths({ sources = [] }: Script, folder: string): Promise<Map<number, number>> {
  const lengths = new Map<number, number>();
  for (const [index, { path }] of sources.entries()) {
    if (path === undefined) continue;
    const resolved = resolve(folder, path);
    const bytes = await readFile(resolved).catch(() => null);
    if (bytes !== null) lengths.set(index, readText(bytes, { name: path, path: resolved }).article.text.length);
  }
  return lengths;
}

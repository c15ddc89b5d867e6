import { resolve } from "node:path";

/**
 * The sources of a JobSpec as absolute paths, in order: the one place where they are read. The document need not be valid,
 * so that a refusal can name them too; entries that are no texts are left out. A file of its own, without the rest of the
 * package, so that `proxx run` can begin to read sources before the rest is loaded.
 */
export function sourcePathsOf(document: unknown, baseDirectory = "."): string[] {
  const sources =
    typeof document === "object" && document !== null && "sources" in document ? document.sources : undefined;
  if (!Array.isArray(sources)) return [];
  return sources.filter((source) => typeof source === "string").map((source) => resolve(baseDirectory, source));
}

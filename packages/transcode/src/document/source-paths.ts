import { resolve } from "node:path";

/**
 * The sources of a JobSpec as absolute paths, in order. This is the only place where they are read. The document need not
 * be valid, because a refusal names its sources too; entries that are not texts are left out. The package exports this file
 * by itself as well, so that `proxx run` can begin to read sources before the rest is loaded.
 */
export function sourcePathsOf(document: unknown, baseDirectory = "."): string[] {
  const sources =
    typeof document === "object" && document !== null && "sources" in document ? document.sources : undefined;
  if (!Array.isArray(sources)) return [];
  return sources.filter((source) => typeof source === "string").map((source) => resolve(baseDirectory, source));
}

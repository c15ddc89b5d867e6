import { readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { findTool, probeAndScan } from "@proxx/media";
import type { SourceProbes } from "@proxx/transcode";
import { readEnvironment } from "./environment.ts";
import { sourcePathsOf } from "@proxx/transcode/source-paths";

const SMALL_DOCUMENT_BYTES = 256 * 1024;

export interface EarlyProbes {
  probes: SourceProbes;
  /** Ends what nobody has come to ask for. */
  stop: () => void;
}

/**
 * Begins to read a JobSpec's first sources while the program that checks the JobSpec is still being loaded: a third of
 * what a short clip costs beside its encoding. Nothing is decided here; a document or a source that is not as expected is
 * left alone, and told about by validation.
 */
export function startProbing(file: string, searchPath = readEnvironment().searchPath): EarlyProbes {
  const abort = new AbortController();
  const probes = new Map<string, ReturnType<typeof probeAndScan>>();
  const ffprobe = findTool("ffprobe", searchPath);
  if (ffprobe === null) return { probes, stop: () => {} };
  for (const sourcePath of firstSources(file)) {
    const probing = probeAndScan(sourcePath, { ffprobe, signal: abort.signal });
    // Whoever asks for it is told; nobody may ask.
    probing.catch(() => {});
    probes.set(sourcePath, probing);
  }
  return { probes, stop: () => abort.abort() };
}

function firstSources(file: string): string[] {
  try {
    const path = resolve(file);
    if (statSync(path).size > SMALL_DOCUMENT_BYTES) return [];
    const document: unknown = JSON.parse(readFileSync(path, "utf8"));
    const sourcePaths = sourcePathsOf(document, dirname(path)).slice(0, availableParallelism());
    return sourcePaths.filter((sourcePath) => statSync(sourcePath).isFile());
  } catch {
    return [];
  }
}

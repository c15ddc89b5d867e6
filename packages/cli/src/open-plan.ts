import type { ExecutionProgress } from "@proxx/contract";
import type { StartOptions } from "@proxx/engine";
import { createLocalEngine, readLocalSettings, type LocalEngine } from "@proxx/sdk/embedded";
import { readEnvironment } from "./environment.ts";
import { readDocument } from "./read-document.ts";

/** What every command about a plan can be told. */
export interface PlanOptions {
  home?: string;
  strict?: boolean;
  allowPrivateSources?: boolean;
  keepIntermediates?: boolean;
}

export interface OpenPlan {
  local: LocalEngine;
  plan: unknown;
  /** What is wrong with the JSON itself. */
  issues: Awaited<ReturnType<typeof readDocument>>["issues"];
  start: StartOptions;
}

/** Reads a plan, and makes the engine for it from the options and the environment. */
export async function openPlan(
  file: string,
  options: PlanOptions,
  onProgress?: (progress: ExecutionProgress) => void,
): Promise<OpenPlan> {
  const document = await readDocument(file, "Name the JSON file of a plan; `toJSON()` of a pipeline gives one.");
  const settings = readLocalSettings(process.env);
  const { toolCacheFile } = readEnvironment();
  const local = createLocalEngine({
    ...settings,
    home: options.home ?? settings.home,
    allowPrivateSources: options.allowPrivateSources,
    toolCacheFile,
  });
  return {
    local,
    plan: document.value,
    issues: document.issues,
    start: {
      baseFolder: document.folder,
      strict: options.strict,
      keepIntermediates: options.keepIntermediates,
      onProgress,
    },
  };
}

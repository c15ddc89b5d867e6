import { resolve } from "node:path";
import { ProxxError, type Issue } from "@proxx/contract";
import type { StartOptions } from "@proxx/engine";
import { checkHome, openRuntime, type Runtime } from "@proxx/runtime";
import { readEnvironment } from "../input/environment.ts";
import { loadProviders } from "./load-providers.ts";
import { readDocument, type ReadDocument } from "../input/read-document.ts";

/** What every command about a plan can be told. */
export interface PlanOptions {
  home?: string;
  strict?: boolean;
  allowPrivateSources?: boolean;
  keepIntermediates?: boolean;
  /** Modules with providers beside those that come with Proxx. */
  provider?: readonly string[];
  keepWork?: string;
}

export interface OpenPlan {
  runtime: Runtime;
  plan: unknown;
  /** What is wrong with the file and the JSON itself. */
  issues: readonly Issue[];
  start: StartOptions;
}

/** Reads a plan, and opens the runtime for it from the options and the environment. */
export async function openPlan(
  file: string,
  options: PlanOptions,
  readers: Pick<StartOptions, "onProgress" | "onEvent"> = {},
): Promise<OpenPlan> {
  const document = await readPlan(file);
  const { toolCacheFile, variables } = readEnvironment();
  const runtime = openRuntime({
    environment: variables,
    home: options.home,
    providers: await loadProviders(options.provider ?? []),
    allowPrivateSources: options.allowPrivateSources,
    toolCacheFile,
  });
  await checkHome(runtime.home);
  return {
    runtime,
    plan: document.value,
    issues: document.issues.map(aboutPlan),
    start: {
      baseFolder: document.folder,
      strict: options.strict,
      keepIntermediates: options.keepIntermediates,
      keepWorkIn: options.keepWork === undefined ? undefined : resolve(options.keepWork),
      ...readers,
    },
  };
}

const NAME_A_PLAN = "Name the JSON file of a plan; `toJSON()` of a pipeline gives one.";

async function readPlan(file: string): Promise<Pick<ReadDocument, "folder" | "value" | "issues">> {
  try {
    return await readDocument(file, NAME_A_PLAN);
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "document_unreadable") throw error;
    const { code, message, hint } = error;
    return { folder: process.cwd(), value: undefined, issues: [{ path: "$", code, message, hint }] };
  }
}

/** Hints about JSON speak of JobSpecs, where this command takes a plan. */
const HINTS: Readonly<Record<string, string>> = {
  not_utf8: "Save it as UTF-8. A media file is named in the parameters of a plan's job.",
  empty_document: NAME_A_PLAN,
  document_too_large: "Split the work into several plans. A media file is named in the parameters of a plan's job.",
};

function aboutPlan(issue: Issue): Issue {
  return { ...issue, hint: HINTS[issue.code] ?? issue.hint };
}

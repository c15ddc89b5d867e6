import { didYouMean, formatJsonPath, printable, tidyIssue, type Issue } from "@proxx/contract";
import type { z } from "zod";
import type { Provider } from "../provider.ts";
import { UNIFIED_NAMES, type ProviderRequest, type RequestPaths, type UnifiedName } from "../provider-request.ts";
import { entryOf } from "./known-model.ts";
import { modelFields, type ModelFields } from "./model-fields.ts";
import type { ModelEntry } from "./model-entry.ts";

/** What the checks read of a provider. */
export type CheckedProvider = Pick<Provider, "name" | "models" | "check">;

/**
 * Everything wrong with a request that can be told before money is spent. It is checked against the provider's table of
 * well-known models; a model that is not in it is only checked for its id.
 */
export function checkRequest(provider: CheckedProvider, request: ProviderRequest, paths: RequestPaths = {}): Issue[] {
  const own = provider.check?.(request, paths) ?? [];
  return [...findIssues(provider, request, normalise(paths)), ...own].map(tidyIssue);
}

interface Paths {
  model: readonly PropertyKey[];
  input: readonly PropertyKey[];
  options: readonly PropertyKey[];
}

function normalise(paths: RequestPaths): Paths {
  return { model: paths.model ?? ["model"], input: paths.input ?? [], options: paths.options ?? ["options"] };
}

function* findIssues(provider: CheckedProvider, request: ProviderRequest, paths: Paths): Generator<Issue, void> {
  yield* unknownNames(request, paths);
  if (!provider.models.idPattern.test(request.model) || /(^|\/)\.+(\/|$)/.test(request.model)) {
    yield {
      path: formatJsonPath(paths.model),
      code: "invalid_model",
      message: `\`${printable(request.model, 80)}\` is not the id of a model of ${provider.name}.`,
      hint: `Write it as the provider's site does, for example \`${provider.models.idExample}\`.`,
    };
    return;
  }
  const model = entryOf(provider.models, request);
  if (model === undefined) return;
  if (!model.tasks.includes(request.task)) {
    yield {
      path: formatJsonPath(paths.model),
      code: "wrong_model",
      message: `${nameOfModel(provider, request.model)} makes ${model.tasks.join(" and ")}, not ${request.task}.`,
      hint: `For ${request.task} take ${modelsFor(provider, request)}.`,
    };
    return;
  }
  const said = modelFields(model, request);
  yield* unsaidNames(provider, model, request, said, paths);
  yield* wrongFields(provider, model, request, said, paths);
}

function* unknownNames(request: ProviderRequest, paths: Paths): Generator<Issue, void> {
  for (const name of Object.keys(request.input)) {
    if (UNIFIED_NAMES.some((known) => known === name)) continue;
    yield {
      path: formatJsonPath([...paths.input, name]),
      code: "unknown_parameter",
      message: `\`${printable(name, 80)}\` is not a parameter.`,
      hint: `${didYouMean(name, UNIFIED_NAMES)}A model's own fields go into \`options\`.`,
    };
  }
}

function* unsaidNames(
  provider: CheckedProvider,
  model: ModelEntry,
  request: ProviderRequest,
  said: ModelFields,
  paths: Paths,
): Generator<Issue, void> {
  const takes = UNIFIED_NAMES.filter((name) => model.names[name] !== undefined).join(", ");
  for (const name of said.unsaid) {
    yield {
      path: formatJsonPath([...paths.input, name]),
      code: "unsupported_parameter",
      message: `${nameOfModel(provider, request.model)} has no \`${name}\`.`,
      hint: `${siblingWith(provider, request, name) ?? INSTEAD[name] ?? "Leave it out."} The model takes ${takes}.`,
    };
  }
  for (const { name, words } of said.unworded) {
    yield {
      path: formatJsonPath([...paths.input, name]),
      code: "invalid_parameter",
      message: `${nameOfModel(provider, request.model)} has no \`${name}\` ${JSON.stringify(request.input[name])}.`,
      hint: `It takes ${words.join(", ")}.`,
    };
  }
  for (const name of said.twice) {
    yield {
      path: formatJsonPath([...paths.input, name]),
      code: "conflicting_parameter",
      message: `\`${name}\` says what is already said by another parameter or in \`options\`.`,
      hint: "Keep one of the two.",
    };
  }
}

/** `fal-ai/veo3` takes no picture, and `fal-ai/veo3/image-to-video` does. */
function siblingWith(provider: CheckedProvider, request: ProviderRequest, name: UnifiedName): string | null {
  const family = request.model.split("/").slice(0, 2).join("/");
  const sibling = Object.entries(provider.models.known).find(
    ([id, model]) =>
      `${id}/`.startsWith(`${family}/`) && model.names[name] !== undefined && model.tasks.includes(request.task),
  );
  return sibling === undefined ? null : `Take \`${sibling[0]}\`, which has it.`;
}

const INSTEAD: Readonly<Partial<Record<UnifiedName, string>>> = {
  aspectRatio: "Leave it out, and put `reframe` after it.",
  resolution: "Leave it out, and scale the result with `transcode`.",
  duration: "Leave it out: the model decides how long it gets.",
  seed: "Leave it out: each run of this model differs.",
};

function* wrongFields(
  provider: CheckedProvider,
  model: ModelEntry,
  request: ProviderRequest,
  said: ModelFields,
  paths: Paths,
): Generator<Issue, void> {
  const checked = model.fields.strict().safeParse(said.fields);
  if (checked.success) return;
  const unworded = new Set(said.unworded.map(({ name }) => name));
  for (const issue of checked.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) yield unknownField(provider, model, request, key, paths);
      continue;
    }
    const [field = "", ...rest] = issue.path;
    const name = said.saidAs.get(String(field)) ?? nameFor(model, String(field));
    if (name !== undefined && unworded.has(name)) continue;
    const given = Object.hasOwn(request.options, field) ? undefined : name;
    const missing = said.fields[String(field)] === undefined;
    yield {
      path: formatJsonPath(given === undefined ? [...paths.options, field, ...rest] : [...paths.input, given, ...rest]),
      code: missing ? "missing_parameter" : "invalid_parameter",
      message: missing
        ? `${nameOfModel(provider, request.model)} needs \`${given ?? String(field)}\`.`
        : `\`${given ?? String(field)}\` of ${nameOfModel(provider, request.model)} ${describe(issue)}.`,
      hint: missing ? "Give it." : "Change it, or take another model.",
    };
  }
}

function unknownField(
  provider: CheckedProvider,
  model: ModelEntry,
  request: ProviderRequest,
  key: string,
  paths: Paths,
): Issue {
  const fields = Object.keys(model.fields.shape);
  return {
    path: formatJsonPath([...paths.options, key]),
    code: "unknown_parameter",
    message: `${nameOfModel(provider, request.model)} has no field \`${printable(key, 80)}\`.`,
    hint: `${didYouMean(key, fields)}Its fields are ${fields.join(", ")}.`,
  };
}

function nameFor(model: ModelEntry, field: string): UnifiedName | undefined {
  return UNIFIED_NAMES.find((name) => {
    const fieldName = model.names[name];
    return fieldName === field || (typeof fieldName === "object" && fieldName.field === field);
  });
}

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `is one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `is at least ${issue.origin === "string" ? "one character long" : String(issue.minimum)}`;
    case "too_big":
      return `is at most ${String(issue.maximum)}${issue.origin === "string" ? " characters long" : ""}`;
    case "invalid_type":
      return `is ${issue.expected === "int" ? "a whole number" : `of type ${issue.expected}`}`;
    case "custom":
      return issue.message;
    default:
      return `is not right: ${issue.message}`;
  }
}

function modelsFor(provider: CheckedProvider, request: ProviderRequest): string {
  const fitting = Object.entries(provider.models.known).filter(([, model]) => model.tasks.includes(request.task));
  return fitting.length === 0 ? "another provider" : fitting.map(([id]) => `\`${id}\``).join(" or ");
}

function nameOfModel(provider: CheckedProvider, model: string): string {
  return `${printable(model, 80)} at ${provider.name}`;
}

import {
  formatJsonPath,
  ProxxError,
  type Approach,
  type Issue,
  type Model,
  type JobContext,
  type PlanContext,
} from "@proxx/contract";
import {
  ignoredParameters,
  isProviderName,
  PROVIDER_KEY_VARIABLES,
  PROVIDER_NAMES,
  type ProviderName,
  type RememberedRun,
} from "@proxx/providers";
import { z } from "zod";
import { askPatiently } from "./ask-patiently.ts";
import type { OperationKit } from "../kit.ts";
import { requestAtLast, requestBeforehand, requestIssues } from "./model-request.ts";
import type { ModelWork } from "./model-work.ts";
import { placeInParams } from "./place-in-params.ts";
import { takeResults, type ModelOutput } from "./take-results.ts";

/** What is wrong with a request to a model, told before any money is spent. */
export function modelIssues(kit: OperationKit, model: Model, work: ModelWork, context: PlanContext): Issue[] {
  const name = providerOf(model);
  const provider = kit.providers.get(name);
  const isDefault = kit.defaultModels[work.task] === model;
  const path = isDefault ? "$" : "$.model";
  const about = isDefault ? `, whose \`${model.model}\` is the default model for ${work.task}` : "";
  if (!provider.tasks.includes(work.task)) {
    const message = `${name} offers ${provider.tasks.join(", ")}, and not ${work.task}${about}.`;
    return [{ path, code: "wrong_model", message, hint: "Name a model of another provider." }];
  }
  const issues = [
    ...saidTwice(work),
    ...requestIssues(provider, model, work).map((issue) => ({
      ...issue,
      path: placeInParams(issue.path, { model, work, isDefault }),
    })),
  ];
  if (kit.providers.hasKey(name, keysOf(name, context))) return issues;
  const variables = PROVIDER_KEY_VARIABLES[name].join(" or ");
  const key = {
    path,
    code: "provider_key_missing",
    message: `There is no key for ${name}${about}.`,
    hint: `Give one with the request (\`providerApiKeys\`), or set ${variables}.`,
  };
  return [key, ...issues];
}

/** How a job is done by a model. `asked`, where it is given, tells what the model will not be told. */
export function modelApproach(
  model: Model,
  asked?: { kit: OperationKit; work: ModelWork; context: PlanContext },
): Approach {
  const provider = `${model.provider}:${model.model}`;
  if (asked === undefined) return { provider, degradations: [], build: {}, load: "wait" };
  const { kit, work, context } = asked;
  const name = providerOf(model);
  const ignored = ignoredParameters(name, requestBeforehand(model, work)).map((input) => ({
    code: "model_parameter_ignored" as const,
    message: `\`${work.writtenAs?.[input] ?? input}\` is not sent to ${provider}: nothing is known of that model.`,
    hint: "Leave it out, or say it in `options` by the model's own name for it.",
  }));
  // The same name at another address is another model.
  const endpoint = kit.providers.endpoint(name, keysOf(name, context));
  return { provider, degradations: ignored, build: endpoint === null ? {} : { endpoint }, load: "wait" };
}

/** Has a model do the work, and brings what it made into the job's work folder at once: providers' URLs expire. */
export async function runModel(
  kit: OperationKit,
  model: Model,
  work: ModelWork,
  context: JobContext,
): Promise<ModelOutput> {
  const name = providerOf(model);
  const request = await requestAtLast(model, work, { kit, context });
  const [issue] = kit.providers.get(name).check(request);
  // Beforehand nobody knew what other jobs would make.
  if (issue !== undefined) throw new ProxxError("input_unusable", issue.message, { hint: issue.hint });
  const results = await askPatiently(name, request, {
    providers: kit.providers,
    keys: keysOf(name, context),
    remembered: rememberedRun(context.remembered),
    context,
  });
  try {
    return await takeResults(results, { model, task: work.task, context, tools: await kit.tools() });
  } catch (error) {
    // Asked again, the provider would show the same; the next attempt has it made anew.
    if (error instanceof ProxxError && FOR_NOTHING.has(error.code)) await context.remember(null);
    throw error;
  }
}

const FOR_NOTHING: ReadonlySet<string> = new Set(["result_expired", "result_unusable"]);

function providerOf(model: Model): ProviderName {
  if (isProviderName(model.provider)) return model.provider;
  throw new TypeError(`Expected a remote provider, got \`${model.provider}\``);
}

function keysOf(name: ProviderName, context: PlanContext) {
  return { request: { [name]: context.providerKey(name) ?? undefined } };
}

/** What a parameter says, and `options` says too. */
function saidTwice({ fields = {}, options = {} }: ModelWork): Issue[] {
  const twice = Object.keys(fields).filter((field) => fields[field] !== undefined && Object.hasOwn(options, field));
  return twice.map((field) => ({
    path: formatJsonPath([field]),
    code: "conflicting_parameter",
    message: `\`${field}\` says what is already said in \`options\`.`,
    hint: "Keep one of the two.",
  }));
}

const rememberedSchema = z.object({ provider: z.enum(PROVIDER_NAMES), id: z.string() });

// What an earlier version noted down in another form is not asked after.
function rememberedRun(note: unknown): RememberedRun | null {
  return rememberedSchema.safeParse(note).data ?? null;
}

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
  checkRequest,
  ignoredParameters,
  type Provider,
  type ProviderAccess,
  type ProviderRequest,
} from "@proxx/providers";
import { askPatiently } from "./ask-patiently.ts";
import { notedRun, type NotedRun } from "./noted-down.ts";
import type { OperationResources } from "../operation-resources.ts";
import { requestAtLast, requestBeforehand, requestIssues } from "./model-request.ts";
import type { ModelWork } from "./model-work.ts";
import { placeInParams } from "./place-in-params.ts";
import { takeResults, type ModelOutput } from "./take-results.ts";

/** What is wrong with a request to a model, told before any money is spent. */
export function modelIssues(
  resources: OperationResources,
  model: Model,
  work: ModelWork,
  context: PlanContext,
): Issue[] {
  const provider = providerOf(resources, model);
  const { name } = provider;
  const isDefault = resources.defaultModels[work.task] === model;
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
  if (resources.providers.access(name, context.providerApiKeys) !== null) return issues;
  const variables = provider.keyVariables.join(" or ");
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
  asked?: { resources: OperationResources; work: ModelWork; context: PlanContext },
): Approach {
  const provider = `${model.provider}:${model.model}`;
  if (asked === undefined) return { provider, degradations: [], build: {}, load: "wait" };
  const { resources, work, context } = asked;
  const ignored = ignoredParameters(providerOf(resources, model), requestBeforehand(model, work)).map((input) => ({
    code: "model_parameter_ignored" as const,
    message: `\`${work.writtenAs?.[input] ?? input}\` is not sent to ${provider}: nothing is known of that model.`,
    hint: "Leave it out, or say it in `options` by the model's own name for it.",
  }));
  // The same name at another address is another model.
  const endpoint = endpointOf(resources.providers.access(model.provider, context.providerApiKeys));
  return { provider, degradations: ignored, build: endpoint === null ? {} : { endpoint }, load: "wait" };
}

/** Has a model do the work, and brings what it made into the job's work folder at once: providers' URLs expire. */
export async function runModel(
  resources: OperationResources,
  model: Model,
  work: ModelWork,
  context: JobContext,
): Promise<ModelOutput> {
  const provider = providerOf(resources, model);
  const at = { resources, context };
  const noted = notedRun(context.remembered);
  const remembered = noted?.provider === provider.name ? noted : null;
  // What is only asked after is not sent: its files need not be made again.
  const request =
    remembered === null ? await checkedRequest(provider, model, work, at) : requestBeforehand(model, work);
  let run: NotedRun | null = remembered;
  const remember = async (note: unknown) => {
    await context.remember(note);
    run = notedRun(note);
  };
  const asking = { providers: resources.providers, remembered, context: { ...context, remember } };
  const results = await askPatiently(provider.name, request, asking);
  if (work.isEdited === true && run !== null) await goOnComputing(run, context);
  try {
    return await takeResults(results, { model, task: work.task, context, tools: await resources.tools() });
  } catch (error) {
    // Asked again, the provider would show the same; the next attempt has it made anew.
    if (error instanceof ProxxError && FOR_NOTHING.has(error.code)) await context.remember(null);
    throw error;
  }
}

/**
 * To a slot for computing, before anything is fetched: nothing but the note outlives the way there. What came at once, of
 * which no run is noted down that could be asked after again, is edited where it came instead.
 */
async function goOnComputing(run: NotedRun, { remember, continueOn }: JobContext): Promise<void> {
  if (run.isAnswered !== true) await remember({ ...run, isAnswered: true });
  await continueOn("compute");
}

async function checkedRequest(
  provider: Provider,
  model: Model,
  work: ModelWork,
  at: { resources: OperationResources; context: JobContext },
): Promise<ProviderRequest> {
  const request = await requestAtLast(model, work, at);
  const [issue] = checkRequest(provider, request);
  // Beforehand nobody knew what other jobs would make.
  if (issue !== undefined) throw new ProxxError("input_unusable", issue.message, { hint: issue.hint });
  return request;
}

const FOR_NOTHING: ReadonlySet<string> = new Set(["result_expired", "result_unusable"]);

/** That there is such a provider has been checked with the plan. */
function providerOf({ providers }: OperationResources, model: Model): Provider {
  const provider = providers.find(model.provider);
  if (provider !== null) return provider;
  throw new TypeError(`Expected one of ${providers.names.join(", ")}, got \`${model.provider}\``);
}

/** Where it is asked, where that is not the provider's own address: without user, password and query. */
function endpointOf(access: ProviderAccess | null): string | null {
  const url = URL.parse(access?.baseUrl ?? "");
  return url === null ? null : `${url.origin}${url.pathname}`;
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

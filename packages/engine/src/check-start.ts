import { isPlainObject, planSchema, PlanValidationError, ProxxError, type Issue } from "@proxx/contract";
import type { EngineSettings } from "./engine-options.ts";
import { describeBase, readBaseResult } from "./execution/base-result.ts";
import type { BaseResult } from "./state/resolve-inputs.ts";
import type { ExecutionRun } from "./execution/execution-run.ts";
import { checkPlan, type BaseOutput, type CheckedPlan } from "./plan/check-plan.ts";
import { findMissingSources } from "./sources/find-missing-sources.ts";
import { readStartOptions, type StartOptions } from "./start-options.ts";

export interface CheckedStart {
  readonly plan: CheckedPlan;
  readonly baseExecutionId: string | null;
  readonly base: Base | null;
}

/** The execution that another one builds on. */
interface Base {
  readonly output: BaseOutput;
  readonly running: boolean;
  readonly result: () => Promise<BaseResult>;
}

/** An execution that runs here. */
export interface OwnExecution {
  readonly run: ExecutionRun;
  readonly plan: CheckedPlan;
  readonly tenant: string | null;
}

interface Surroundings {
  readonly settings: EngineSettings;
  readonly runs: ReadonlyMap<string, OwnExecution>;
}

/** Checks all that can be checked before anything runs. Rejects with `PlanValidationError`. */
export async function checkStart(
  rawPlan: unknown,
  options: StartOptions,
  surroundings: Surroundings,
): Promise<CheckedStart> {
  const { operations, providerNames, allowLocalPaths } = surroundings.settings;
  const { strict, providerApiKeys, baseFolder } = readStartOptions(options);
  const plan = withBase(rawPlan, options.baseExecutionId);
  const baseExecutionId = baseOf(plan);
  const base = baseExecutionId === null ? null : await findBase(baseExecutionId, options, surroundings);
  const checked = await checkPlan(plan, {
    operations,
    allowLocalPaths,
    strict,
    providerNames,
    providerApiKeys,
    base: base?.output ?? null,
  });
  const webhookIssues = await findWebhookIssues(plan, options);
  if ("issues" in checked) throw new PlanValidationError([...checked.issues, ...webhookIssues]);
  if (webhookIssues.length > 0) throw new PlanValidationError(webhookIssues);
  const missing = await findMissingSources(checked.plan, baseFolder);
  if (missing.length > 0) throw new PlanValidationError(missing);
  return { plan: checked.plan, baseExecutionId, base };
}

async function findBase(id: string, options: StartOptions, { settings, runs }: Surroundings): Promise<Base | null> {
  const { tenant, verify } = readStartOptions(options);
  const own = runs.get(id);
  if (own !== undefined && own.tenant === tenant) {
    const { resultJob } = own.plan;
    const { yields } = resultJob.operation.signature;
    return { output: { yields, knowsWords: resultJob.knowsWords }, running: true, result: () => own.run.result };
  }
  const record = await settings.journal.read(id);
  if (record === null || record.tenant !== tenant) return null;
  const { store } = settings;
  return { output: describeBase(record), running: false, result: () => readBaseResult(record, { store, verify }) };
}

/** A webhook that may not be told is found before money is spent on what it would have told of. */
async function findWebhookIssues(plan: unknown, { checkWebhook }: StartOptions): Promise<Issue[]> {
  const webhook = planSchema.shape.webhook.safeParse(isPlainObject(plan) ? plan["webhook"] : undefined);
  if (checkWebhook === undefined || !webhook.success || webhook.data === undefined) return [];
  try {
    await checkWebhook(webhook.data.url);
    return [];
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    return [{ path: "$.webhook.url", code: error.code, message: error.message, hint: error.hint }];
  }
}

function withBase(plan: unknown, baseExecutionId: string | undefined): unknown {
  const isObject = typeof plan === "object" && plan !== null && !Array.isArray(plan);
  return isObject && baseExecutionId !== undefined ? { ...plan, baseExecutionId } : plan;
}

function baseOf(plan: unknown): string | null {
  const isObject = typeof plan === "object" && plan !== null && "baseExecutionId" in plan;
  return isObject && typeof plan.baseExecutionId === "string" ? plan.baseExecutionId : null;
}

import { isPlainObject, planSchema, PlanValidationError, ProxxError, type Issue } from "@proxx/contract";
import type { EngineSettings } from "./engine-options.ts";
import { describeBase, isDecided, readBaseResult } from "./execution/base-result.ts";
import type { BaseResult } from "./state/resolve-inputs.ts";
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
  /** Whether its result is decided, for better or worse. */
  readonly isDecided: boolean;
  readonly result: () => Promise<BaseResult>;
}

/** Checks all that can be checked before anything runs. Rejects with `PlanValidationError`. */
export async function checkStart(
  rawPlan: unknown,
  options: StartOptions,
  settings: EngineSettings,
): Promise<CheckedStart> {
  const { operations, providerNames, allowLocalPaths } = settings;
  const { strict, providerApiKeys, baseFolder } = readStartOptions(options);
  const plan = withBase(rawPlan, options.baseExecutionId);
  const baseExecutionId = baseOf(plan);
  const base = baseExecutionId === null ? null : await findBase(baseExecutionId, options, settings);
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

async function findBase(id: string, options: StartOptions, { ledger, store }: EngineSettings): Promise<Base | null> {
  const { tenant, verify } = readStartOptions(options);
  const record = await ledger.read(id);
  if (record === null || record.tenant !== tenant) return null;
  const result = () => readBaseResult(record, id, { store, verify });
  return { output: describeBase(record), isDecided: isDecided(record), result };
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

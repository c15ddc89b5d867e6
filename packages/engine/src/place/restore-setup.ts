import { providerApiKeysSchema } from "@proxx/contract";
import type { EngineSettings } from "../engine-options.ts";
import type { ExecutionRecord } from "../ledger/ledger.ts";
import { checkPlan } from "../plan/check-plan.ts";
import { createJobs, restoreJobs } from "../state/job-state.ts";
import type { ExecutionSetup } from "../execution/execution-setup.ts";

/**
 * What is to be gone on with of an execution that another process has begun, as it was decided then: operations are not
 * asked again how they go about it. Null where it cannot be gone on with here, because it has an operation that is unknown.
 */
export async function restoreSetup(
  record: ExecutionRecord,
  { operations, sealer }: Pick<EngineSettings, "operations" | "sealer">,
  number: number,
): Promise<ExecutionSetup | null> {
  const { id, tenant, settings, createdAtMs, baseExecutionId, progress, states, execution } = record;
  const answers = new Map(Object.entries(record.jobs));
  const checked = await checkPlan(record.plan, { operations, answers });
  if ("issues" in checked) return null;
  const { plan } = checked;
  const jobs = restoreJobs(createJobs(plan, settings), states);
  const about = { id, plan, tenant, number, createdAtMs, baseExecutionId };
  const providerApiKeys = record.secrets === null ? null : await sealer.unseal(record.secrets, providerApiKeysSchema);
  const secrets = { providerApiKeys: providerApiKeys ?? {}, hasWebhook: record.webhook !== null };
  return { ...about, ...settings, ...secrets, standing: { execution, jobs }, version: null, progress };
}

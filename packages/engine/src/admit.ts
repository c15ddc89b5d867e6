import { randomBytes } from "node:crypto";
import type { Plan } from "@proxx/contract";
import type { CheckedStart } from "./check-start.ts";
import type { ExecutionSetup } from "./execution/execution-setup.ts";
import { FIRST_VERSION, type KeptJob, type NewExecution } from "./ledger/ledger.ts";
import type { Webhook } from "./ledger/open-deliveries.ts";
import type { Sealer } from "./ledger/seal-secrets.ts";
import { readStartOptions, type StartOptions } from "./start-options.ts";
import { initialExecution } from "./state/execution-state.ts";
import { createJobs, type ExecutionJobs } from "./state/job-state.ts";

/** A checked plan as an execution: what is kept of it, and what it is run with. */
export async function admit(
  { plan, baseExecutionId }: CheckedStart,
  options: StartOptions,
  { worker, nowMs, sealer }: { worker: string | null; nowMs: number; sealer: Sealer },
): Promise<{ record: NewExecution; setup: Omit<ExecutionSetup, "number"> }> {
  const { tenant, providerApiKeys, ...settings } = readStartOptions(options);
  const id = `exec_${randomBytes(12).toString("hex")}`;
  const jobs = createJobs(plan, settings);
  const about = { id, tenant, baseExecutionId, createdAtMs: nowMs };
  const { resultJob, outputs } = plan;
  const record: NewExecution = {
    ...about,
    plan: withoutWebhook(plan.plan),
    settings,
    jobs: keptJobs(jobs),
    resultJob: resultJob.id,
    outputs,
    promised: { yields: resultJob.operation.signature.yields, knowsWords: resultJob.knowsWords },
    secrets: Object.keys(providerApiKeys).length === 0 ? null : await sealer.seal(providerApiKeys),
    webhook: await sealWebhook(plan.plan, sealer),
    request: options.request ?? null,
    worker,
    states: Object.fromEntries(Array.from(jobs, ([jobId, { state }]) => [jobId, state])),
  };
  // Where it stands by its base, the ledger says.
  const standing = { execution: initialExecution("none"), jobs };
  const version = baseExecutionId === null ? FIRST_VERSION : null;
  const hasWebhook = record.webhook !== null;
  return {
    record,
    setup: { ...about, ...settings, plan, standing, version, progress: 0, providerApiKeys, hasWebhook },
  };
}

function withoutWebhook({ webhook: _webhook, ...plan }: Plan): Plan {
  return plan;
}

async function sealWebhook({ webhook }: Plan, sealer: Sealer): Promise<string | null> {
  if (webhook === undefined) return null;
  const { url, secret = null, previousSecret = null } = webhook;
  const sealed: Webhook = { url, secret, previousSecret };
  return sealer.seal(sealed);
}

function keptJobs(jobs: ExecutionJobs): Record<string, KeptJob> {
  const kept = Array.from(jobs, ([jobId, { job, renderer }]): [string, KeptJob] => {
    const { type, index, approach, knowsWords } = job;
    return [jobId, { type, index, approach, knowsWords, renderer }];
  });
  return Object.fromEntries(kept);
}

import { randomBytes } from "node:crypto";
import type { Plan } from "@proxx/contract";
import type { CheckedStart } from "./check-start.ts";
import type { ExecutionSetup } from "./execution/execution-setup.ts";
import type { KeptJob, NewExecution } from "./ledger/ledger.ts";
import type { Sealer } from "./ledger/seal-secrets.ts";
import { readStartOptions, type StartOptions } from "./start-options.ts";
import { initialExecution } from "./state/execution-state.ts";
import { createJobs, type ExecutionJobs } from "./state/job-state.ts";

/** A checked plan as an execution: what is kept of it, and what it is run with. */
export async function admit(
  { plan, baseExecutionId }: CheckedStart,
  options: StartOptions,
  { worker, nowMs, sealer }: { worker: string; nowMs: number; sealer: Sealer },
): Promise<{ record: NewExecution; setup: Omit<ExecutionSetup, "number"> }> {
  const { baseFolder, keepIntermediates, verify, keepWorkIn, tenant, providerApiKeys } = readStartOptions(options);
  const id = `exec_${randomBytes(12).toString("hex")}`;
  const settings = { baseFolder, keepIntermediates, verify, keepWorkIn };
  const jobs = createJobs(plan, settings);
  const about = { id, tenant, baseExecutionId, createdAtMs: nowMs };
  const { resultJob, outputs } = plan;
  const record: NewExecution = {
    ...about,
    plan: withoutSecret(plan.plan),
    settings,
    jobs: keptJobs(jobs),
    resultJob: resultJob.id,
    outputs,
    promised: { yields: resultJob.operation.signature.yields, knowsWords: resultJob.knowsWords },
    secrets: await sealer.seal({ providerApiKeys, webhookSecret: plan.plan.webhook?.secret ?? null }),
    worker,
    states: Object.fromEntries(Array.from(jobs, ([jobId, { state }]) => [jobId, state])),
  };
  // Where it stands by its base, the ledger says.
  const standing = { execution: initialExecution("none"), jobs };
  return { record, setup: { ...about, ...settings, plan, standing, progress: 0, providerApiKeys } };
}

function withoutSecret({ webhook, ...plan }: Plan): Plan {
  return webhook === undefined ? plan : { ...plan, webhook: { url: webhook.url } };
}

function keptJobs(jobs: ExecutionJobs): Record<string, KeptJob> {
  const kept = Array.from(jobs, ([jobId, { job, renderer }]): [string, KeptJob] => {
    const { type, index, approach, knowsWords } = job;
    return [jobId, { type, index, approach, knowsWords, renderer }];
  });
  return Object.fromEntries(kept);
}

import type { CheckedJob } from "../plan/check-plan.ts";
import type { TaskLimits } from "../ledger/tasks.ts";
import { providerOf } from "../state/provider-of.ts";

/** Whether a limit holds for a job that only the ledger, which knows what runs everywhere, can keep. */
export function isLimited({ approach }: Pick<CheckedJob, "approach">, { perTenant, perProvider }: TaskLimits): boolean {
  const provider = providerOf(approach);
  return perTenant !== null || (provider !== null && provider in perProvider);
}

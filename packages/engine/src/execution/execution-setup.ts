import type { ProviderApiKeys } from "@proxx/contract";
import type { CheckedPlan } from "../plan/check-plan.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";

/** What is to be run, and how. */
export interface ExecutionSetup {
  readonly id: string;
  readonly plan: CheckedPlan;
  readonly tenant: string | null;
  /** Earlier executions come first where slots are short. */
  readonly number: number;
  readonly createdAtMs: number;
  readonly baseExecutionId: string | null;
  /** Asked when somebody listens: what it gives may reject at once, with `base_failed`. Null where the plan has no base. */
  readonly base: (() => Promise<BaseResult>) | null;
  readonly baseFolder: string;
  readonly keepIntermediates: boolean;
  readonly verify: boolean;
  readonly providerApiKeys: ProviderApiKeys;
  /** The folder to leave in what jobs work with; null to leave nothing. */
  readonly keepWorkIn: string | null;
}

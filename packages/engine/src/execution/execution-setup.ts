import type { ProviderApiKeys } from "@proxx/contract";
import type { CheckedPlan } from "../plan/check-plan.ts";
import type { OwnSources } from "../sources/own-source.ts";
import type { Standing } from "../state/execution-state.ts";

/** What is to be run, and how. */
export interface ExecutionSetup {
  readonly id: string;
  readonly plan: CheckedPlan;
  readonly tenant: string | null;
  /** Earlier executions come first where slots are short. */
  readonly number: number;
  readonly createdAtMs: number;
  readonly baseExecutionId: string | null;
  readonly baseFolder: string;
  readonly keepIntermediates: boolean;
  readonly verify: boolean;
  readonly providerApiKeys: ProviderApiKeys;
  /** Somebody is to be told of its end. */
  readonly hasWebhook: boolean;
  /** The folder to leave in what jobs work with; null to leave nothing. */
  readonly keepWorkIn: string | null;
  readonly traceparent?: string | null;
  readonly ownSources?: OwnSources;
  readonly hasServer?: boolean;
  /** Where it begins, or is gone on with. */
  readonly standing: Standing;
  /** The ledger's version that this is; null where it may stand otherwise by now. */
  readonly version: number | null;
  /** As it was told by whoever had it before. */
  readonly progress: number;
}

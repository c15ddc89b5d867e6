import type { Execution, ExecutionProgress, ExecutionStatus, Plan, ProviderApiKeys } from "@proxx/contract";
import type { Provider } from "../embedded/provider.ts";
import type { Variables } from "./environment.ts";

/** Where executions run: a server, or this process. */
export interface ExecutionTarget {
  /** The plan of an execution, as it was sent. Rejects with `execution_not_found`. */
  planOf(executionId: string, signal: AbortSignal | undefined): Promise<Plan>;
  /** Rejects with `execution_not_found`. */
  statusOf(executionId: string, signal: AbortSignal | undefined): Promise<Execution>;
  /** Resolves as soon as the execution has an id. Once it may have begun, aborting no longer hides that it has. */
  start(plan: Plan, signal: AbortSignal | undefined): Promise<StartedExecution>;
}

export interface StartedExecution {
  readonly id: string;
  readonly status: ExecutionStatus;
  /** What is known of it without asking. */
  readonly document: Execution | null;
  getStatus(): Promise<Execution>;
  /** Resolves when it is known that it will end, or has ended. */
  cancel(): Promise<void>;
  /** Resolves with how it ended. `stop` is for who no longer wants to know: it then rejects, or never settles. */
  finished(stop: AbortSignal): Promise<Execution>;
}

/** What holds for executions in this process. */
export interface EmbeddedOptions {
  /** What the environment says. It is read once, for the first execution in this process. */
  readonly environment: Variables;
  /** Beside those that come with Proxx. */
  readonly providers: readonly Provider[];
  readonly onProgress: (progress: ExecutionProgress) => void;
  readonly providerApiKeys: ProviderApiKeys;
  readonly strict: boolean;
  readonly databaseUrl: string | null;
  readonly allowPrivateSources: boolean;
  readonly allowPrivateWebhooks: boolean;
}

/** This process as a target. `#embedded` exports it. */
export type OpenEmbedded = (options: EmbeddedOptions) => Promise<ExecutionTarget>;

import { ProxxError, type Execution, type ExecutionProgress, type Plan, type ProviderApiKeys } from "@proxx/contract";
import type { Door, StartedExecution } from "./door.ts";
import { progressOf } from "./progress-reporter.ts";

/** What `execute()` needs of an engine in this process. `#embedded` exports `openEmbedded`. */
export type OpenEmbedded = () => Promise<EmbeddedEngine>;

export interface EmbeddedEngine {
  /** Rejects with `PlanValidationError` before anything runs, when the plan is refused. The plan has its webhook in it. */
  start(plan: Plan, options: EmbeddedStartOptions): Promise<EmbeddedExecution>;
  /** As it was given to `start`, `baseExecutionId` included. Rejects with `execution_not_found`. */
  planOf(executionId: string): Promise<Plan>;
  /** Rejects with `execution_not_found`. */
  statusOf(executionId: string): Promise<Execution>;
}

export interface EmbeddedStartOptions {
  /** Aborted before the execution has an id, nothing is begun. It never aborts afterwards: then `cancel` ends it. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExecutionProgress) => void;
  readonly providerKeys: ProviderApiKeys;
  readonly strict: boolean;
  readonly allowPrivateSources: boolean;
  readonly allowPrivateWebhooks: boolean;
}

export interface EmbeddedExecution {
  readonly id: string;
  /** How it stands now. */
  snapshot(): Execution;
  /** However it ended. Rejects only for a fault of the engine's own. */
  readonly finished: Promise<Execution>;
  cancel(): Promise<void>;
}

export interface EmbeddedDoorOptions extends Omit<EmbeddedStartOptions, "signal"> {
  openEmbedded: OpenEmbedded;
}

export async function openEmbeddedDoor({ openEmbedded, ...options }: EmbeddedDoorOptions): Promise<Door> {
  const engine = await openEmbedded();
  return {
    planOf: (executionId) => engine.planOf(executionId),
    statusOf: (executionId) => engine.statusOf(executionId),
    async start(plan, signal) {
      const begun = new AbortController();
      const abort = new AbortController();
      signal?.addEventListener("abort", () => abort.abort(signal.reason), { signal: begun.signal });
      try {
        const execution = await engine.start(plan, { ...options, signal: abort.signal });
        // Whoever waits for the end hears of it; that nobody does is no fault.
        execution.finished.catch(() => {});
        return startedExecution(execution, options.onProgress);
      } finally {
        begun.abort();
      }
    },
  };
}

function startedExecution(
  execution: EmbeddedExecution,
  onProgress: EmbeddedStartOptions["onProgress"],
): StartedExecution {
  return {
    id: execution.id,
    status: execution.snapshot().status,
    document: execution.snapshot(),
    getStatus: async () => execution.snapshot(),
    cancel: () => execution.cancel(),
    async finished() {
      const end = await execution.finished;
      onProgress(progressOf(end));
      return end;
    },
  };
}

/** The engine of this process, which stands in a module of its own so that no browser ever loads it. */
export const openEmbedded: OpenEmbedded = async () => {
  const embedded = await import("#embedded").catch((cause: unknown) => {
    throw new ProxxError("internal", "The engine for executions in this process cannot be loaded.", {
      hint: "Set `apiUrl` or PROXX_API_URL to run on a server, or install @proxx/sdk again.",
      cause,
    });
  });
  return embedded.openEmbedded();
};

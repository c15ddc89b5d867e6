import type { Artifact, Execution, ExecutionStatus, Plan } from "@proxx/contract";
import type { PlanExplanation } from "./execution/explain-plan.ts";
import type { EventPage } from "./ledger/kept-event.ts";
import type { LedgerFigures, WaitingJob } from "./ledger/ledger.ts";
import type { CountRequest, ListRequest } from "./ledger/list-request.ts";
import type { EventsRequest } from "./ledger/next-events.ts";
import type { Deliveries } from "./ledger/open-deliveries.ts";
import type { Requested, RequestKey } from "./ledger/request-key.ts";
import type { RunningExecution } from "./running-execution.ts";
import type { SlotFigures } from "./shared-resources.ts";
import type { StartOptions } from "./start-options.ts";

export interface Engine {
  /** Rejects with `PlanValidationError` before anything runs; after that whatever goes wrong is in the document. */
  start(plan: unknown, options?: StartOptions): Promise<RunningExecution>;
  /** What the key of a request to start something stands for; null where it is free. */
  findRequest(request: RequestKey, tenant?: string | null): Promise<Requested | null>;
  /** An execution of this engine that still runs. */
  running(executionId: string): RunningExecution | null;
  /** Any execution of the tenant's, as it stands. */
  get(executionId: string, tenant?: string | null): Promise<Execution | null>;
  /** Executions as they stand, the newest first. */
  list(request: ListRequest): Promise<readonly Execution[]>;
  /** How many there are in each status. */
  count(request: CountRequest): Promise<Readonly<Record<ExecutionStatus, number>>>;
  /** A file by the hash of its bytes, where an execution of the tenant's has made it. */
  artifact(sha256: string, tenant?: string | null): Promise<Artifact | null>;
  /**
   * Cancels any execution of the tenant's, whichever process has it, and gives it as it stands then: what runs in another
   * process ends soon after. Null where there is no such execution.
   */
  cancel(executionId: string, tenant?: string | null): Promise<Execution | null>;
  /** The plan of any execution of the tenant's, `baseExecutionId` included, without the secrets of its webhook. */
  getPlan(executionId: string, tenant?: string | null): Promise<Plan | null>;
  /** What has happened in any execution of the tenant's, but for processes of this machine. Null where there is none. */
  events(executionId: string, request?: EventsRequest): Promise<EventPage | null>;
  /**
   * Runs the plan of an execution of the tenant's once more, and tells the same webhook: what was made is reused. Keys of
   * providers are not kept, and given again. Null where there is no such execution.
   */
  retry(executionId: string, options?: StartOptions): Promise<RunningExecution | null>;
  /** Messages to webhooks, for whoever delivers them. */
  readonly deliveries: Deliveries;
  /** There is news for a job that is parked or pauses, such as a provider's webhook, whoever has its execution. */
  wake(executionId: string, jobId: string): Promise<void>;
  /** The job that a token of `callbackUrl` was made for; null for what is none. Whoever brings one may wake it, and no more. */
  jobOfCallback(token: string): Promise<WaitingJob | null>;
  /**
   * Goes on with what other processes have left, from now on and until it is closed. Without it that is done only as long as
   * there is an execution of this engine's own, so that a program that has what it wanted can end.
   */
  resume(): Promise<void>;
  /** How much there is of what has not ended, wherever it is; and of this engine's slots, how many are taken. */
  figures(): Promise<LedgerFigures & { readonly slots: SlotFigures }>;
  /** What `start` would do, without doing it. Sources are read, and fetched where they are not here. */
  explain(plan: unknown, options?: StartOptions): Promise<PlanExplanation>;
  /** Resolves when all has ended that was started here. */
  idle(): Promise<void>;
  /**
   * Ends what runs here, and waits for it. Executions are left where they stand in the ledger, and what providers do for
   * them goes on; `cancel` is what ends those.
   */
  close(): Promise<void>;
}

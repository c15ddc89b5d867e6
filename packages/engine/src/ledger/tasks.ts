import type { Load } from "@proxx/contract";
import type { ExecutionState } from "../state/execution-state.ts";
import type { JobNews } from "../state/news.ts";

/** One attempt at a job, which is done by whoever takes it first. */
export interface Task {
  readonly executionId: string;
  readonly jobId: string;
  readonly attempt: number;
}

/** A task that a worker has. */
export interface HeldTask extends Task {
  /** Why it is to end; null as long as it is not. */
  readonly ending: ExecutionState["ending"];
}

/** How far a task is, by whoever has it. */
export interface TaskProgress extends Task {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly message: string | null;
}

/** How many jobs run at the same time, in all workers together; null is no limit. */
export interface TaskLimits {
  readonly perTenant: number | null;
  /** By the provider's name; `local` is this machine's own. */
  readonly perProvider: Readonly<Record<string, number>>;
}

export interface TaskRequest {
  readonly load: Load;
  readonly limits: TaskLimits;
  /** Executions whose jobs this worker cannot do. */
  readonly except: readonly string[];
  /** A worker whose own executions are left out: their jobs stand in its line already. Null for none. */
  readonly exceptOf: string | null;
  /** What this worker knows that it has. */
  readonly held: readonly Task[];
}

/**
 * The jobs that are offered, and those of them that run: `Ledger.move` puts them there and takes them away. Each has a task
 * from when it is offered until it has ended, is parked, or is offered anew, whoever runs it: where the execution has its place,
 * or another worker, who then alone may say what becomes of it.
 */
export interface TaskLedger {
  /**
   * Takes a task, if there is one: of the tenant that has the fewest that run, of its executions that which has the fewest, the
   * one that has waited longest. With it goes that the execution is left `begun`. None for a worker that is not known. One that
   * it has and does not know of, because the answer was lost, is given again.
   */
  takeTask(worker: string, request: TaskRequest): Promise<Task | null>;
  /** Gives a task away with what came of it, which is left for its execution. False where it is not that worker's any more. */
  endTask(task: Task, worker: string, news: JobNews): Promise<boolean>;
  /**
   * Calls back when there may be a task to take, or an execution that has no place, until what it gives is called. Null where
   * the ledger cannot tell, so that whoever waits has to look often.
   */
  onTasks(listener: () => void): (() => void) | null;
  /** Says how far a worker's tasks are, and gives all that it still has. */
  reportTasks(worker: string, reports: readonly TaskProgress[]): Promise<readonly HeldTask[]>;
  /** How far those jobs of a worker's executions are that others run. */
  lentJobs(worker: string): Promise<readonly TaskProgress[]>;
}

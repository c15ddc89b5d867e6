import type { Artifact, ExecutionStatus, Plan, RunEvent } from "@proxx/contract";
import type { BaseOutput } from "../plan/check-plan.ts";
import type { Answer } from "../plan/ask-operations.ts";
import type { ClaimWish, Decision } from "../state/decision.ts";
import type { OwnSources } from "../sources/own-source.ts";
import type { ExecutionState } from "../state/execution-state.ts";
import type { JobPhase, JobState } from "../state/job-state.ts";
import type { News } from "../state/news.ts";
import type { DeliveryLedger, NewDelivery } from "./deliveries.ts";
import type { CountRequest, ListRequest } from "./list-request.ts";
import type { Requested, RequestKey } from "./request-key.ts";
import type { JobSpecLedger } from "./job-specs.ts";
import type { RecordLedger } from "./records.ts";
import type { TaskLedger } from "./tasks.ts";
import type { EventPage, Report } from "./kept-event.ts";

/** What never changes of a job. */
export interface KeptJob extends Answer {
  readonly type: string;
  /** Its place in the plan. */
  readonly index: number;
  readonly renderer: string | null;
}

/** An execution of which nothing is kept yet. */
export interface NewExecution {
  readonly id: string;
  /** Whose it is; executions of others do not exist for a tenant. */
  readonly tenant: string | null;
  /** Without its webhook. */
  readonly plan: Plan;
  readonly settings: KeptSettings;
  /** By id, each after all it depends on. */
  readonly jobs: Readonly<Record<string, KeptJob>>;
  /** The job whose output is the result. */
  readonly resultJob: string;
  /** What is asked for beside it: the ids of jobs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What is known of the result beforehand, for executions that build on it. */
  readonly promised: BaseOutput;
  readonly baseExecutionId: string | null;
  readonly createdAtMs: number;
  /** Keys that came with the plan: sealed, and wiped when the execution has ended. */
  readonly secrets: string | null;
  /** Who is to be told of its end, sealed. */
  readonly webhook: string | null;
  /** By which it is begun once, however often that is asked for. */
  readonly request: RequestKey | null;
  /** The worker that has it: see `Ledger`. Null where nobody does yet. */
  readonly worker: string | null;
  readonly states: Readonly<Record<string, JobState>>;
}

/** How an execution is run; with nothing left open. */
export interface KeptSettings {
  /** What relative paths begin at. Absolute. */
  readonly baseFolder: string;
  readonly strict: boolean;
  readonly keepIntermediates: boolean;
  readonly verify: boolean;
  readonly keepWorkIn: string | null;
  /** The trace that it belongs to; of what was begun before that was kept, undefined. */
  readonly traceparent?: string | null;
  /** What is not fetched; of what was begun before that was kept, undefined. */
  readonly ownSources?: OwnSources;
  /** A server tells its webhook; of what was begun before that was kept, undefined. */
  readonly hasServer?: boolean;
}

/** All that is kept of an execution. */
export interface ExecutionRecord extends Omit<NewExecution, "request"> {
  readonly execution: ExecutionState;
  /** From 0 to 100, as it was told last. */
  readonly progress: number;
  /** What jobs have noted down, by id. */
  readonly notes: Readonly<Record<string, unknown>>;
}

/** That of an execution which nobody has moved or taken since it was created. */
export const FIRST_VERSION = 0;

/** What a move begins at. */
export interface KeptStanding {
  /** Another one after each move. */
  readonly version: number;
  /** The number of the event that was kept last; 0 where there is none. */
  readonly sequence: number;
  readonly worker: string | null;
  /** Where the execution and its jobs stand; null to whoever knows this version. */
  readonly standing: { readonly execution: ExecutionState; readonly states: Readonly<Record<string, JobState>> } | null;
}

/** What is done with an execution while nobody else moves it. */
export interface Move {
  /**
   * Takes news: first what was left for the execution, then what came of the claims that it has asked for, as long as it
   * asks for any.
   */
  hear(news: readonly News[]): readonly ClaimWish[];
  decide(): Decision & Telling;
}

/** What is kept with a decision for those who watch. */
export interface Telling {
  /** How far the execution is, from 0 to 100. */
  readonly progress: number;
  /** What has happened, in order. Kept with what is decided; where nothing is, they are left for the next move. */
  readonly events: readonly RunEvent[];
  /** What its webhook is to be told: kept where the execution ends by this and has one. */
  readonly delivery: NewDelivery | null;
}

/** What came of a move that was made. */
export interface Moved {
  readonly version: number;
  readonly sequence: number;
  /** Executions that were left news. */
  readonly told: readonly string[];
}

/** A run at a provider, as the job that waits for it notes it down: a note with these two fields names one. */
export interface ProviderRun {
  readonly provider: string;
  readonly id: string;
}

export interface WaitingJob {
  readonly executionId: string;
  readonly jobId: string;
}

/** Somebody who runs jobs: an engine in a process. */
export interface Worker {
  readonly id: string;
  /** Says which process it is. */
  readonly identity: unknown;
}

export interface SeenWorker extends Worker {
  /** How long ago it gave its last sign of life. The clock is the ledger's: those of several machines differ. */
  readonly silentMs: number;
}

/** How much there is of what has not ended, of all tenants and wherever it is. */
export interface LedgerFigures {
  readonly executions: readonly { readonly status: ExecutionStatus; readonly count: number }[];
  /** Of these executions; those of their jobs that have ended are counted too. */
  readonly jobs: readonly { readonly type: string; readonly phase: JobPhase; readonly count: number }[];
  /** Messages to webhooks that are not delivered and not given up. */
  readonly waitingDeliveries: number;
  /** Who has given a sign of life, and was not missed since. */
  readonly workers: number;
}

/** An execution that has not ended, and the worker that had it. */
export interface LeftExecution {
  readonly id: string;
  readonly worker: string | null;
}

/**
 * Where the truth of executions is kept. Each method is one transaction.
 *
 * An execution has a place: the worker that has it, which has its plan checked, its listeners told, what was left to be
 * rendered in a folder. Nobody else moves it as long as that worker is there; others leave it news. Nothing is lost with the
 * place but time: whoever finds it empty takes it, and goes on from what is kept.
 *
 * A call that rejects is made again, bar with a `TypeError`: it says that the ledger cannot be reached, and not that it does
 * not want to. One that was made, and whose answer was lost, does no harm when it is made again.
 */
export interface Ledger extends TaskLedger, DeliveryLedger, RecordLedger, JobSpecLedger {
  /**
   * One that is there already stays as it is. News of a base that has ended is there from the beginning. Gives what the key
   * of its request stands for: this one, or one that was begun by it before, and then nothing is created.
   */
  create(execution: NewExecution): Promise<Requested>;
  /** What the key of a request stands for; null where it is free. */
  findRequest(tenant: string | null, request: RequestKey): Promise<Requested | null>;
  read(executionId: string): Promise<ExecutionRecord | null>;
  /** A file by the hash of its bytes, where a job of the tenant's has made it. */
  findArtifact(sha256: string, tenant: string | null): Promise<Artifact | null>;
  list(request: ListRequest): Promise<readonly ExecutionRecord[]>;
  /** How many there are in each status. */
  count(request: CountRequest): Promise<Readonly<Record<ExecutionStatus, number>>>;
  /**
   * Moves an execution: nobody else does at the same time, and all that is decided is kept, or nothing. With it goes that
   * claims are given back and whoever waits for them is told, and so is whoever builds on its result; that jobs are offered as
   * tasks, and the tasks of those that stand elsewhere now are taken away, bar of those that run. What `begin` throws is
   * what this rejects with, and nothing is changed. `known` is the version that the caller knows; null for none.
   */
  move(executionId: string, known: number | null, begin: (kept: KeptStanding) => Move): Promise<Moved>;
  /**
   * Keeps how far jobs are that run, and what there is to tell, which is not a move: it is done now and then. How far they
   * are never falls. Gives the number of the last event; null where none of these jobs runs at that attempt any more, and
   * nothing is kept.
   */
  report(executionId: string, report: Report): Promise<number | null>;
  /** What has happened after an event, as far as one page goes; null where the tenant has no such execution. */
  events(
    executionId: string,
    about: { readonly tenant: string | null; readonly after: number; readonly limit: number },
  ): Promise<EventPage | null>;
  /** Leaves news for whoever moves it next. False where there is no such execution, or it has ended. */
  leave(executionId: string, news: News): Promise<boolean>;
  /** Notes something down for the attempts after this one. False where it is not the current one. */
  writeNote(executionId: string, jobId: string, attempt: number, note: unknown): Promise<boolean>;
  /** What a job has noted down, with this attempt or before; undefined where that is nothing. */
  readNote(executionId: string, jobId: string): Promise<unknown>;
  /** The job whose note names this run at a provider, as long as that job runs. */
  jobWaitingFor(run: ProviderRun): Promise<WaitingJob | null>;
  /** Says that a worker is there. Gives whether it was known before, and not dismissed since. */
  greet(worker: Worker): Promise<boolean>;
  /** Those of a worker's executions that were left news. */
  mail(workerId: string): Promise<readonly string[]>;
  /**
   * Calls back when there may be mail for a worker, until what it gives is called. Null where the ledger cannot tell, so that
   * whoever waits has to look often.
   */
  onMail(workerId: string, listener: () => void): (() => void) | null;
  workers(): Promise<readonly SeenWorker[]>;
  /** Forgets a worker. Its executions are left by it, and the executions of its tasks are left `lost`. */
  dismiss(workerId: string): Promise<void>;
  /** Executions that have not ended, whose worker is not among `workers`. */
  left(): Promise<readonly LeftExecution[]>;
  /** So many of those that no worker has, the ones that were created first before others. */
  unplaced(limit: number): Promise<readonly LeftExecution[]>;
  /** Takes an execution where that worker still has it, or leaves it to anybody. */
  takeOver(execution: LeftExecution, worker: string | null): Promise<boolean>;
  /**
   * Gives back all that an execution has the right to make, because nobody goes on with it. Gives the executions that have
   * waited for that, and were told.
   */
  dropClaims(executionId: string): Promise<readonly string[]>;
  /** Takes no longer with all that has ended. */
  figures(): Promise<LedgerFigures>;
  close(): Promise<void>;
}

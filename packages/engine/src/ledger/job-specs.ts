import type { JobSpecStatus } from "@proxx/contract";
import type { RequestKey } from "./request-key.ts";

/** A JobSpec that somebody wants to have run. The ledger looks into neither document nor result. */
export interface NewJobSpec {
  readonly id: string;
  readonly tenant: string | null;
  readonly document: unknown;
  readonly createdAtMs: number;
  /** By which it is taken once, however often it is sent. */
  readonly request: RequestKey | null;
}

export interface JobSpecState {
  readonly status: JobSpecStatus;
  /** From 0 to 100; what is kept never falls. */
  readonly progress: number;
  /** Once it has ended; null where it was cancelled before it began. */
  readonly result: unknown;
  readonly completedAtMs: number | null;
}

export interface KeptJobSpec extends Omit<NewJobSpec, "request">, JobSpecState {
  /** It is to end; whoever runs it does so. */
  readonly isCancelled: boolean;
  /** How many have had it and were gone before it ended. */
  readonly losses: number;
}

/** Which JobSpecs a list is of: the newest first, those that come after one of them. */
export interface JobSpecListRequest {
  readonly tenant: string | null;
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
  readonly limit: number;
  /** Empty for all. */
  readonly statuses: readonly JobSpecStatus[];
}

/** How long whoever has a JobSpec has it from now on, by the clock of the ledger; 0 gives it back. */
export interface JobSpecLease {
  readonly lease: string;
  readonly leaseMs: number;
}

/** JobSpecs: each is run by whoever takes it, who has it as long as the lease is renewed, and no longer. */
export interface JobSpecLedger {
  /** Gives what the key of its request stands for: this one, or one that was taken by it before, and then nothing is created. */
  createJobSpec(jobSpec: NewJobSpec): Promise<{ readonly id: string; readonly isSame: boolean }>;
  /** Null for one of another tenant as for one that never was. */
  readJobSpec(id: string, tenant: string | null): Promise<KeptJobSpec | null>;
  listJobSpecs(request: JobSpecListRequest): Promise<readonly KeptJobSpec[]>;
  /** Takes the one that has waited longest of those that nobody has, and lets it be processing; null where there is none. */
  takeJobSpec(lease: JobSpecLease): Promise<KeptJobSpec | null>;
  /** Keeps how it stands, and gives whether it is to end. Null where it is somebody else's, or has ended. */
  keepJobSpec(id: string, state: JobSpecState, lease: JobSpecLease): Promise<{ readonly isCancelled: boolean } | null>;
  /** What nobody has ends by this. One that has ended stays as it is. */
  cancelJobSpec(id: string, tenant: string | null): Promise<KeptJobSpec | null>;
  /** Notes down how far one of its clips is, in place of what was noted before. False where it is not that lease's any more. */
  noteClip(id: string, lease: string, clip: number, note: unknown): Promise<boolean>;
  /** What is noted of its clips, by their place; nothing of what has ended. */
  clipNotes(id: string): Promise<ReadonlyMap<number, unknown>>;
}

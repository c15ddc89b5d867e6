import { availableParallelism } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Operation, ProviderApiKeys, RunEvent } from "@proxx/contract";
import type { Ledger } from "./ledger/ledger.ts";
import type { TaskLimits } from "./ledger/tasks.ts";
import { createMemoryLedger } from "./ledger/memory/memory-ledger.ts";
import { createSealer, readOrMakeKey } from "./ledger/seal-secrets.ts";
import type { FetchSource } from "./sources/fetch-source.ts";
import { createProbe, type ProbeFile } from "./sources/probe-file.ts";
import type { ArtifactStore } from "./store/artifact-store.ts";
import { createFileArtifactStore } from "./store/file-artifact-store.ts";
import type { ReuseIndex } from "./store/reuse-index.ts";

export interface EngineOptions {
  /** The folder for artifacts, what is known of sources, reuse records and work folders. Absolute; made when it is missing. */
  home: string;
  operations: readonly Operation[];
  /** Who a plan may have a model of, beside `local`. @default anybody */
  providerNames?: readonly string[] | undefined;
  /** Brings a URL: `fetchToFile` of a network of `@proxx/network`. */
  fetchSource: FetchSource;
  /** Brings what a provider has made, whose address no plan has a say in. @default fetchSource */
  fetchResult?: FetchSource | undefined;
  /** Where executions are kept. Whoever opens one closes it. @default one in memory */
  ledger?: Ledger | undefined;
  /** Gives the key of what came with plans and is nobody's to read. @default one in `home`, made when it is first needed */
  secretsKey?: (() => Promise<Buffer>) | undefined;
  /** @default files below `home` */
  store?: ArtifactStore | undefined;
  /**
   * Where is noted what was made of what, by a path of its own for each tenant, such as `reuse` or `tenants/3f…/reuse`: it goes
   * with the store, which holds what is noted there. @default files below `home`
   */
  openReuse?: ((path: string) => ReuseIndex) | undefined;
  /** Reads what a media file says of itself. @default ffprobe, found on PATH when it is first needed */
  probe?: ProbeFile | undefined;
  /** How many jobs compute at the same time. @default half of the cores, at least 2 */
  computeSlots?: number | undefined;
  /** How many jobs ask somebody else at the same time; those that wait for an answer are not among them. @default 32 */
  waitSlots?: number | undefined;
  /** For each job by itself while it runs; while it is parked it has other limits. @default one hour */
  jobTimeoutMs?: number | undefined;
  /** From the beginning of a job to when it is parked no more. @default one day */
  parkedTimeoutMs?: number | undefined;
  /** Ends what a parked job has noted down as being made for it elsewhere, when the job is cancelled. @default nothing */
  cancelRun?: CancelRun | undefined;
  /** How long a job that is told to end may take to do so before it is given up. @default 30 000 */
  abortGraceMs?: number | undefined;
  /** Of a source by URL. @default 4 GiB */
  maxSourceBytes?: number | undefined;
  /** To fetch a source by URL. @default 30 minutes */
  sourceTimeoutMs?: number | undefined;
  /**
   * Say of what is made again why, for those who read events later: it takes a look at all that was ever made.
   * @default only where somebody listens
   */
  explainMisses?: boolean | undefined;
  /**
   * Lets other engines on the ledger, in whatever process, run jobs of the executions that this one has, and runs jobs of
   * theirs in its slots from `resume` on; what is known of sources is shared with them. @default each engine runs the jobs of
   * its own executions
   */
  sharesJobs?: boolean | undefined;
  /** Of jobs that are shared: how many of one tenant run at a time, in all engines together. @default no limit */
  jobsPerTenant?: number | undefined;
  /** Of jobs that are shared: how many of one provider run at a time, by its name. @default no limit */
  jobsPerProvider?: Readonly<Record<string, number>> | undefined;
  /** Others run what this engine starts: it has no executions of its own, and goes on with none. @default false */
  onlyAdmits?: boolean | undefined;
  /** Who has given no sign of life for so long is taken to be gone, where nobody can tell otherwise. @default 15 000 */
  longestSilenceMs?: number | undefined;
  /** Whether a plan may name files of this machine. @default true */
  allowLocalPaths?: boolean | undefined;
  /** Where others reach this machine to say that there is news for a job, by its token; null for nowhere. @default nowhere */
  callbackUrl?: ((token: string) => string | null) | undefined;
  /** What happens in all executions, as it happens. */
  onEvent?: ((event: RunEvent, about: { readonly traceparent: string | null }) => void) | undefined;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
}

/** What it rejects with is of no account: the job is cancelled in any case. */
export type CancelRun = (note: unknown, about: { readonly providerApiKeys: ProviderApiKeys }) => Promise<void>;

export type EngineSettings = ReturnType<typeof readEngineOptions>;

const HOUR_MS = 3600 * 1000;
/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function readEngineOptions(options: EngineOptions) {
  if (!isAbsolute(options.home))
    throw new TypeError(`Expected \`home\` to be an absolute path, got \`${options.home}\``);
  const numbers = {
    computeSlots: options.computeSlots ?? Math.max(2, Math.floor(availableParallelism() / 2)),
    waitSlots: options.waitSlots ?? 32,
    jobTimeoutMs: options.jobTimeoutMs ?? HOUR_MS,
    parkedTimeoutMs: options.parkedTimeoutMs ?? 24 * HOUR_MS,
    abortGraceMs: options.abortGraceMs ?? 30_000,
    maxSourceBytes: options.maxSourceBytes ?? 4 * 1024 ** 3,
    sourceTimeoutMs: options.sourceTimeoutMs ?? HOUR_MS / 2,
    longestSilenceMs: options.longestSilenceMs ?? 15_000,
  };
  for (const [name, value] of Object.entries(numbers)) {
    const longest = name.endsWith("Ms") ? MAX_TIMER_MS : Number.MAX_SAFE_INTEGER;
    if (Number.isSafeInteger(value) && value > 0 && value <= longest) continue;
    throw new TypeError(`Expected \`${name}\` to be a positive integer up to ${longest}, got \`${value}\``);
  }
  const probe = options.probe ?? createProbe();
  return {
    ...numbers,
    home: options.home,
    operations: options.operations,
    providerNames: options.providerNames ?? null,
    fetchSource: options.fetchSource,
    fetchResult: options.fetchResult ?? options.fetchSource,
    probe,
    ledger: options.ledger ?? createMemoryLedger(),
    sealer: createSealer({ readKey: options.secretsKey ?? (() => readOrMakeKey(join(options.home, "secrets.key"))) }),
    store: options.store ?? createFileArtifactStore({ folder: join(options.home, "artifacts"), probe }),
    openReuse: options.openReuse ?? null,
    cancelRun: options.cancelRun ?? (async () => {}),
    explainMisses: options.explainMisses ?? false,
    allowLocalPaths: options.allowLocalPaths ?? true,
    sharedLimits: readLimits(options),
    onlyAdmits: options.onlyAdmits ?? false,
    callbackUrl: options.callbackUrl ?? null,
    onEvent: options.onEvent ?? null,
    now: options.now ?? Date.now,
  };
}

function readLimits({ sharesJobs = false, jobsPerTenant, jobsPerProvider }: EngineOptions): TaskLimits | null {
  const limits = { perTenant: jobsPerTenant ?? null, perProvider: jobsPerProvider ?? {} };
  for (const limit of [limits.perTenant ?? 1, ...Object.values(limits.perProvider)]) {
    if (Number.isSafeInteger(limit) && limit > 0) continue;
    throw new TypeError(`Expected a limit of jobs to be a positive integer, got \`${limit}\``);
  }
  return sharesJobs ? limits : null;
}

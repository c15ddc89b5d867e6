import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import type { Provider, ProviderContext, SentRequest } from "../provider.ts";

/** What a journal keeps of a run at a provider, so that a restart asks after it and does not pay a second time. */
export interface RememberedRun {
  provider: string;
  id: string;
  /** The provider's own name of the model. */
  model?: string | undefined;
  /** Milliseconds since 1970. */
  submittedAtMs?: number | undefined;
  /** How many questions in a row went unanswered. */
  unanswered?: number | undefined;
}

export interface ProviderProgress {
  state: "uploading" | "queued" | "running";
  /** 0 to 1, never going back; null while the provider tells nothing. */
  fraction: number | null;
  queuePosition: number | null;
}

export interface RunWithProviderOptions {
  context: Omit<ProviderContext, "signal">;
  /** What an earlier attempt at this request left. One of another provider is not asked after. @default null */
  remembered?: RememberedRun | null | undefined;
  /** What an earlier attempt was about to send, if nobody knows what came of it. @default null */
  lost?: SentRequest | null | undefined;
  /** So long after it was sent a run is looked for whose id nobody has, before it is sent again. @default what the provider says */
  showWithinMs?: number | undefined;
  /**
   * Called right before submission: whoever finds that noted down, and no run, knows that one may have begun of which nobody
   * has the id. Null where the provider finds no such runs. What it throws keeps the request from being sent. @default nothing
   */
  intend?: ((sent: SentRequest | null) => void | Promise<void>) | undefined;
  /** Called right after submission, before anything else; with null when there is nothing to go back to any more. @default nothing */
  remember?: ((run: RememberedRun | null) => void | Promise<void>) | undefined;
  onProgress?: ((progress: ProviderProgress) => void) | undefined;
  /** Ends the run at the provider too, unless its reason says that the job is only detached, or took too long. */
  signal?: AbortSignal | undefined;
  /** For the whole of it, from its submission. @default 1_800_000 */
  timeoutMs?: number | undefined;
  /** Before the first question; each pause is half as long again as the one before it. @default 1000 */
  firstPauseMs?: number | undefined;
  /** @default 15_000 */
  longestPauseMs?: number | undefined;
  /** How many questions in a row may go unanswered before the run is given up. @default 6 */
  unansweredLimit?: number | undefined;
  /** When the run is aborted: how long a submission may still take to say its id, and the cancellation to be heard. @default 1500 */
  abortGraceMs?: number | undefined;
  /**
   * Resolves after that time, earlier when a webhook comes, and at once when the signal aborts. What it rejects with ends the
   * following of the run, which goes on and stays remembered. @default a timer
   */
  pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Milliseconds on a clock that only goes forward. @default performance.now */
  now?: (() => number) | undefined;
}

/** A run with all its options settled, and the clock it began by. */
export interface Run {
  context: Omit<ProviderContext, "signal">;
  remembered: RememberedRun | null;
  lost: SentRequest | null;
  showWithinMs: number;
  intend: (sent: SentRequest | null) => void | Promise<void>;
  remember: (run: RememberedRun | null) => void | Promise<void>;
  onProgress: (progress: ProviderProgress) => void;
  signal: AbortSignal;
  deadline: AbortController;
  timeoutMs: number;
  /** When the run was submitted, by the clock of `now`: before the beginning of that where it is remembered. */
  startedAt: number;
  firstPauseMs: number;
  longestPauseMs: number;
  unansweredLimit: number;
  abortGraceMs: number;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
}

export function settleRun(provider: Pick<Provider, "name" | "lostRuns">, options: RunWithProviderOptions): Run {
  const now = options.now ?? (() => performance.now());
  const remembered = options.remembered ?? null;
  return {
    context: options.context,
    remembered: remembered?.provider === provider.name ? remembered : null,
    lost: options.lost ?? null,
    showWithinMs: options.showWithinMs ?? provider.lostRuns?.showWithinMs ?? 0,
    intend: options.intend ?? (() => {}),
    remember: options.remember ?? (() => {}),
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
    deadline: new AbortController(),
    timeoutMs: options.timeoutMs ?? 1_800_000,
    startedAt: now() - ageOf(remembered),
    firstPauseMs: options.firstPauseMs ?? 1000,
    longestPauseMs: options.longestPauseMs ?? 15_000,
    unansweredLimit: options.unansweredLimit ?? 6,
    abortGraceMs: options.abortGraceMs ?? 1500,
    pause: options.pause ?? pauseFor,
    now,
  };
}

function ageOf(remembered: RememberedRun | null): number {
  return Math.max(0, Date.now() - (remembered?.submittedAtMs ?? Date.now()));
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeoutPromise(ms, undefined, { signal }).catch(() => {});
}

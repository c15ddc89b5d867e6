import { randomBytes } from "node:crypto";
import { judgeProcess, ownIdentity, processIdentitySchema } from "@proxx/media";
import type { Ledger, LeftExecution } from "../ledger/ledger.ts";

/** This engine as one of those who have executions of a ledger. */
export interface Place {
  readonly worker: string;
  /** Has to be called before an execution is taken. */
  open(): Promise<void>;
  /** From now on looks for news, and for executions that nobody has any more, as long as there is something to wait for. */
  watch(): void;
  /** Looks once, at once. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** How long news may lie where the ledger cannot tell of it. */
const NEWS_INTERVAL_MS = 200;
/** Signs of life that may be missed before somebody is taken to be gone. */
const SIGNS = 7;

export function createPlace(about: {
  ledger: Ledger;
  now: () => number;
  /** Who gives no sign for so long is taken to be gone, where nobody can tell otherwise. */
  longestSilenceMs: number;
  /** Whose executions could have news here; null where there are none. */
  need: () => "own" | "others" | null;
  onNews: (executionIds: readonly string[]) => void;
  /** Others believe that this engine is gone, and may have taken its executions. */
  onForgotten: () => void;
  /** Takes what nobody has, if it can. */
  onLeft: (left: readonly LeftExecution[]) => Promise<void>;
}): Place {
  const { ledger, now, longestSilenceMs } = about;
  /** From one sign of life to the next, and from one look for what others have left. */
  const signIntervalMs = longestSilenceMs / SIGNS;
  /** Where the ledger could not be reached, others have been as silent as this engine: so long they have to give a sign again. */
  const patienceMs = (longestSilenceMs * 2) / 3;
  const worker = `worker_${randomBytes(9).toString("hex")}`;
  let timer: NodeJS.Timeout | null = null;
  /** When this engine has given its last sign of life; null before the first. */
  let greetedAtMs: number | null = null;
  /** Since when it has given them without a gap. */
  let steadySinceMs = Infinity;
  /** When it has looked after others last. */
  let lookedAtMs = -Infinity;
  let looking: Promise<void> | null = null;
  let stopHearing: (() => void) | null = null;
  let isClosed = false;

  async function greet(): Promise<boolean> {
    const atMs = now();
    const isKnown = await ledger.greet({ id: worker, identity: ownIdentity() });
    if (greetedAtMs === null || atMs - greetedAtMs > patienceMs) steadySinceMs = atMs;
    greetedAtMs = atMs;
    stopHearing ??= ledger.onMail(worker, () => void readMail().catch(() => {}));
    return isKnown;
  }

  async function readMail(): Promise<void> {
    const news = await ledger.mail(worker);
    if (news.length > 0) about.onNews(news);
  }

  async function look(): Promise<void> {
    lookedAtMs = now();
    // Whoever was taken to be gone may have nothing left.
    if (!(await greet())) about.onForgotten();
    await readMail();
    await lookAfterOthers();
  }

  async function lookAfterOthers(): Promise<void> {
    const isSteady = now() - steadySinceMs >= patienceMs;
    for (const { id, identity, silentMs } of await ledger.workers()) {
      const isSilent = isSteady && silentMs > longestSilenceMs;
      if (id !== worker && (isSilent || isDead(identity))) await ledger.dismiss(id);
    }
    const left = await ledger.left();
    if (left.length > 0 && !isClosed) await about.onLeft(left);
  }

  function schedule(): void {
    const need = about.need();
    if (timer !== null && need !== "own") timer.unref();
    if (isClosed || timer !== null || need === null) return;
    timer = setTimeout(() => {
      // What cannot be seen now is seen at the next look.
      const isSign = now() - lookedAtMs > signIntervalMs - NEWS_INTERVAL_MS;
      looking = (isSign ? look() : readMail()).catch(() => {});
      void looking.then(() => {
        timer = null;
        schedule();
      });
    }, interval());
    // An execution of one's own may wait for nothing but what another process does.
    if (need === "others") timer.unref();
  }

  function interval(): number {
    return stopHearing === null ? NEWS_INTERVAL_MS : signIntervalMs;
  }

  return {
    worker,
    async open() {
      // One that had nothing for a while may have been taken to be gone.
      if (greetedAtMs === null || now() - greetedAtMs > longestSilenceMs / 3) await greet();
    },
    watch: schedule,
    look,
    async close() {
      isClosed = true;
      stopHearing?.();
      if (timer !== null) clearTimeout(timer);
      await looking;
      if (greetedAtMs !== null) await ledger.dismiss(worker).catch(() => {});
    },
  };
}

function isDead(identity: unknown): boolean {
  const process = processIdentitySchema.safeParse(identity);
  return process.success && judgeProcess(process.data) === "dead";
}

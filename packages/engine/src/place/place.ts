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

const NEWS_INTERVAL_MS = 200;
/** How many looks for news there are to each sign of life, and to each look for what others have left. */
const LOOKS_PER_SIGN = 10;
/** Who gives no sign for so long is taken to be gone, where nobody can tell otherwise. */
const LONGEST_SILENCE_MS = 30_000;

export function createPlace(about: {
  ledger: Ledger;
  now: () => number;
  /** Whose executions could have news here; null where there are none. */
  need: () => "own" | "others" | null;
  onNews: (executionIds: readonly string[]) => void;
  /** Others believe that this engine is gone, and may have taken its executions. */
  onForgotten: () => void;
  /** Takes what nobody has, if it can. */
  onLeft: (left: readonly LeftExecution[]) => Promise<void>;
}): Place {
  const { ledger, now } = about;
  const worker = `worker_${randomBytes(9).toString("hex")}`;
  let timer: NodeJS.Timeout | null = null;
  /** When this engine has given its last sign of life; null before the first. */
  let greetedAtMs: number | null = null;
  let looking: Promise<void> | null = null;
  let looks = 0;
  let isClosed = false;

  async function greet(): Promise<boolean> {
    const seenAtMs = now();
    const isKnown = await ledger.greet({ id: worker, identity: ownIdentity(), seenAtMs });
    greetedAtMs = seenAtMs;
    return isKnown;
  }

  async function look(): Promise<void> {
    const isSign = looks++ % LOOKS_PER_SIGN === 0;
    // Whoever was taken to be gone may have nothing left.
    if (isSign && !(await greet())) about.onForgotten();
    const news = await ledger.mail(worker);
    if (news.length > 0) about.onNews(news);
    if (!isSign) return;
    for (const other of await ledger.workers()) {
      if (other.id !== worker && isGone(other.identity, now() - other.seenAtMs)) await ledger.dismiss(other.id);
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
      looking = look().catch(() => {});
      void looking.then(() => {
        timer = null;
        schedule();
      });
    }, NEWS_INTERVAL_MS);
    // An execution of one's own may wait for nothing but what another process does.
    if (need === "others") timer.unref();
  }

  return {
    worker,
    async open() {
      // One that had nothing for a while may have been taken to be gone.
      if (greetedAtMs === null || now() - greetedAtMs > LONGEST_SILENCE_MS / 3) await greet();
    },
    watch: schedule,
    look,
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
      if (greetedAtMs !== null) await ledger.dismiss(worker).catch(() => {});
    },
  };
}

function isGone(identity: unknown, silentMs: number): boolean {
  const process = processIdentitySchema.safeParse(identity);
  if (process.success && judgeProcess(process.data) === "dead") return true;
  return silentMs > LONGEST_SILENCE_MS;
}

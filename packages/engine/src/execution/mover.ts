/**
 * Moves one execution in this process. All that happens to it (a job ended, a source is read, somebody cancels) is news; what
 * has come meanwhile is taken together into the next move of the ledger, so that no two things ever change an execution at
 * the same time. Nothing is so before the ledger has it: `standing` is what it has.
 */
import { setImmediate } from "node:timers/promises";
import { askLedger, NotOurs } from "../ledger/ask-ledger.ts";
import type { KeptStanding, Ledger, Move, Moved } from "../ledger/ledger.ts";
import { deliberate, type Deliberation } from "../state/deliberate.ts";
import type { Standing } from "../state/execution-state.ts";
import type { News } from "../state/news.ts";

export interface Mover {
  readonly standing: Standing;
  /** What is told together is heard together. */
  tell(...news: readonly News[]): void;
  /** There is news in the ledger. */
  look(): void;
  /** What comes from now on is not for this process. Settled when nothing is being moved any more. */
  stop(): Promise<void>;
}

export interface MoverOptions {
  executionId: string;
  ledger: Ledger;
  /** The one that has the execution. */
  worker: string;
  resultJob: string;
  /** As far as it is known; another version than the ledger's is read from there. */
  known: Standing;
  /** Gives what is kept as something to go on with. */
  restore: (kept: NonNullable<KeptStanding["standing"]>) => Standing;
  /** How far the execution is, from 0 to 100. */
  progress: (standing: Standing) => number;
  /** The ledger has it. */
  onMoved: (made: Deliberation, moved: Moved) => Promise<void>;
  /** What went wrong; what was to be told is told again with the next news. */
  onFault: (fault: unknown) => void;
  closing: AbortSignal;
  now: () => number;
}

export function createMover(options: MoverOptions): Mover {
  const { executionId, ledger, worker, closing } = options;
  let waiting: News[] = [];
  let standing = options.known;
  let version: number | null = null;
  let moving: Promise<void> | null = null;
  let hasLeftNews = false;
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted && (waiting.length > 0 || hasLeftNews)) {
      // What else happens in this turn of the event loop goes with it: that a job ended, and the next one got its slot.
      await setImmediate();
      if (stopping.signal.aborted) break;
      const news = waiting;
      waiting = [];
      hasLeftNews = false;
      try {
        await move(news);
      } catch (fault) {
        waiting = [...news, ...waiting];
        options.onFault(fault);
      }
    }
    moving = null;
  }

  async function move(news: readonly News[]): Promise<void> {
    let made: Deliberation | null = null;
    const moved = await askLedger(
      () =>
        ledger.move(executionId, version, (kept) => {
          made = beginAt(kept);
          return asMove(made, news);
        }),
      closing,
    );
    if (made === null) throw new TypeError("Expected the ledger to have moved the execution");
    const { standing: now }: Deliberation = made;
    standing = now;
    version = moved.version;
    await options.onMoved(made, moved);
  }

  function beginAt(kept: KeptStanding): Deliberation {
    if (kept.worker !== worker) throw new NotOurs(`The execution ${executionId} was taken by somebody else`);
    const before = kept.standing === null ? standing : options.restore(kept.standing);
    const { resultJob } = options;
    return deliberate(before, { resultJob, looksAtAll: kept.standing !== null, nowMs: options.now() });
  }

  function asMove(made: Deliberation, news: readonly News[]): Move {
    let own: readonly News[] = news;
    return {
      hear(left) {
        const all = [...left, ...own];
        own = [];
        return made.hear(all);
      },
      decide() {
        const decision = made.decide();
        return { ...decision, progress: options.progress(made.standing) };
      },
    };
  }

  function post(): void {
    if (stopping.signal.aborted) return;
    moving ??= run();
  }

  return {
    get standing() {
      return standing;
    },
    tell(...news) {
      waiting.push(...news);
      post();
    },
    look() {
      hasLeftNews = true;
      post();
    },
    async stop() {
      stopping.abort();
      await moving;
    },
  };
}

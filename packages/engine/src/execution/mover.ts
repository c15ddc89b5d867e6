/**
 * Moves one execution in this process. All that happens to it (a job ended, a source is read, somebody cancels) is news; what
 * has come meanwhile is taken together into the next move of the ledger, so that no two things ever change an execution at
 * the same time. Nothing is so before the ledger has it: `standing` is what it has.
 */
import { setImmediate, setTimeout as pause } from "node:timers/promises";
import type { RunEvent } from "@proxx/contract";
import { askLedger, NotOurs } from "../ledger/ask-ledger.ts";
import type { NewDelivery } from "../ledger/deliveries.ts";
import type { Report } from "../ledger/kept-event.ts";
import type { KeptStanding, Ledger, Move, Moved } from "../ledger/ledger.ts";
import { deliberate, type Deliberation } from "../state/deliberate.ts";
import { hasEnded, type Standing } from "../state/execution-state.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { News } from "../state/news.ts";
import type { MoveEvents } from "./move-events.ts";

/** What takes longer to be found out is told with a later move. */
const LONGEST_LOOK_MS = 100;

export interface Mover {
  readonly standing: Standing;
  /** What is told together is heard together. */
  tell(...news: readonly News[]): void;
  /** There is news in the ledger. */
  look(): void;
  /** There is something to tell that is no move. */
  report(): void;
  /** What comes from now on is not for this process. Settled when nothing is being moved any more. */
  stop(): Promise<void>;
}

export interface MoverOptions {
  executionId: string;
  ledger: Ledger;
  /** The one that has the execution. */
  worker: string;
  resultJob: string;
  /** Whether other workers may take jobs of it. */
  mayLend: boolean;
  /** As far as it is known; another version than the ledger's is read from there. */
  known: Standing;
  /** The version that is; null where nobody can tell. */
  knownVersion: number | null;
  /** Gives what is kept as something to go on with. */
  restore: (kept: NonNullable<KeptStanding["standing"]>) => Standing;
  /** Gives news that jobs begin among these, which wait for slots. It may be asked again before the move is made. */
  begin: (entries: readonly ExecutionJob[]) => readonly News[];
  /**
   * Finds out, and tells, what is asked by a move that is to come; null where nothing is, or that is being found out already.
   * So long it is waited for, so that the answers go into that very move.
   */
  lookAhead: (made: Deliberation) => Promise<void> | null;
  /** How far the execution is, from 0 to 100. */
  progress: (standing: Standing) => number;
  /** What is to be told of its end, by where it stands then. */
  delivery: (standing: Standing) => NewDelivery | null;
  /** Of the next move. */
  moveEvents: () => MoveEvents;
  /** The ledger has it. */
  onMoved: (made: Deliberation, moved: Moved, events: MoveEvents) => Promise<void>;
  /** What there is to tell between moves, and what is done when that is kept. */
  nextReport: () => { readonly report: Report; readonly onKept: () => void } | null;
  /** What went wrong; what was to be told is told again with the next news. */
  onFault: (fault: unknown) => void;
  closing: AbortSignal;
  now: () => number;
}

export function createMover(options: MoverOptions): Mover {
  const { executionId, ledger, worker, closing } = options;
  let waiting: News[] = [];
  let standing = options.known;
  let version = options.knownVersion;
  let moving: Promise<void> | null = null;
  let hasLeftNews = false;
  let hasReport = false;
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted && (waiting.length > 0 || hasLeftNews || hasReport)) {
      // What else happens in this turn of the event loop goes with it: that a job ended, and the next one got its slot.
      await setImmediate();
      if (stopping.signal.aborted) break;
      if (waiting.length === 0 && !hasLeftNews) {
        hasReport = false;
        await report();
        continue;
      }
      await lookAhead();
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

  /** Works out what is going to be asked, by what is known here, before the ledger is told anything. */
  async function lookAhead(): Promise<void> {
    const deadline = performance.now() + LONGEST_LOOK_MS;
    while (waiting.length > 0 && performance.now() < deadline) {
      const foreseen = beginAt(standing, { looksAtAll: false });
      foreseen.hear(waiting);
      const answers = options.lookAhead(foreseen);
      if (answers === null) return;
      await Promise.race([answers, pause(Math.max(1, deadline - performance.now()), undefined, { ref: false })]);
    }
  }

  /** What cannot be kept now is told with the next move, or a later report. */
  async function report(): Promise<void> {
    const next = options.nextReport();
    if (next === null) return;
    const sequence = await ledger.report(executionId, next.report).catch(() => null);
    if (sequence !== null) next.onKept();
  }

  async function move(news: readonly News[]): Promise<void> {
    const events = options.moveEvents();
    let made: Deliberation | null = null;
    const moved = await askLedger(
      () =>
        ledger.move(executionId, version, (kept) => {
          events.begin(kept);
          const before = standingAt(kept);
          made = beginAt(before, { looksAtAll: kept.standing !== null });
          return asMove(made, news, (now) => events.decide(before, now));
        }),
      closing,
    );
    if (made === null) throw new TypeError("Expected the ledger to have moved the execution");
    const { standing: now }: Deliberation = made;
    standing = now;
    version = moved.version;
    await options.onMoved(made, moved, events);
  }

  function standingAt(kept: KeptStanding): Standing {
    if (kept.worker !== worker) throw new NotOurs(`The execution ${executionId} was taken by somebody else`);
    return kept.standing === null ? standing : options.restore(kept.standing);
  }

  function beginAt(before: Standing, { looksAtAll }: { looksAtAll: boolean }): Deliberation {
    const { resultJob, mayLend } = options;
    return deliberate(before, { resultJob, mayLend, looksAtAll, nowMs: options.now() });
  }

  function asMove(
    made: Deliberation,
    news: readonly News[],
    eventsOf: (made: Deliberation) => readonly RunEvent[],
  ): Move {
    let own: readonly News[] = news;
    return {
      hear(left) {
        const all = [...left, ...own];
        own = [];
        const wishes = made.hear(all);
        return wishes.length > 0 ? wishes : made.hear(options.begin(made.changed));
      },
      decide() {
        const decision = made.decide();
        const progress = options.progress(made.standing);
        const delivery = hasEnded(made.standing.execution) ? options.delivery(made.standing) : null;
        return { ...decision, progress, delivery, events: eventsOf(made) };
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
    report() {
      hasReport = true;
      post();
    },
    async stop() {
      stopping.abort();
      await moving;
    },
  };
}

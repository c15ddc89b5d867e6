/**
 * The executions that the list shows: each in a signal of its own, so that one that changes draws one row. What is new waits
 * while somebody points at the list or is in it, and is counted; otherwise it comes in at the top.
 */
import { batch, signal, type Signal } from "@preact/signals";
import type { ExecutionStatus, ExecutionSummary, TenantNews } from "@proxx/contract";
import { eachFrame } from "../live/each-frame.ts";
import { createLooking, type Looking } from "../live/looking.ts";
import { client } from "../live/server.ts";
import { EXECUTION_STATES } from "../parts/states-of.ts";
import { announceChange } from "../shell/announcer.tsx";
import { words } from "../words/words.ts";
import { isWithin, momentsOf, readDay, type Days } from "./days.ts";

export interface Filter extends Days {
  readonly status: ExecutionStatus | null;
  readonly search: string;
  /** Null is the first page. */
  readonly cursor: string | null;
}

const PAGE_LENGTH = 40;
const REST_MS = 200;

export interface ExecutionsList {
  /** Undefined until they are there. */
  readonly order: Signal<readonly string[] | undefined>;
  readonly rowOf: (id: string) => Signal<ExecutionSummary>;
  /** New ones that wait. */
  readonly waiting: Signal<readonly string[]>;
  readonly nextCursor: Signal<string | null>;
  readonly error: Signal<unknown>;
  readonly load: (filter: Filter) => void;
  /** The same before anybody shows it: whoever loads that first finds it on its way. */
  readonly begin: (filter: Filter) => void;
  /** Asks for the same once more. */
  readonly look: () => void;
  readonly hear: (news: TenantNews) => void;
  /** Somebody is in the list, or not any more. */
  readonly hold: (isHeld: boolean) => void;
  readonly showWaiting: () => void;
}

export function createExecutionsList(): ExecutionsList {
  const rows = new Map<string, Signal<ExecutionSummary>>();
  const order = signal<readonly string[] | undefined>(undefined);
  const waiting = signal<readonly string[]>([]);
  const nextCursor = signal<string | null>(null);
  const error = signal<unknown>(null);
  let filter: Filter = { status: null, search: "", cursor: null, from: null, to: null };
  let isHeld = false;
  let looking: Looking | null = null;
  let begun: Filter | null = null;
  /** What was heard since the list was asked for, which knows nothing of that. */
  let heard = new Map<string, ExecutionSummary>();

  return {
    order,
    waiting,
    nextCursor,
    error,
    rowOf: (id) => {
      const row = rows.get(id);
      if (row === undefined) throw new TypeError(`Expected a row of ${id}`);
      return row;
    },
    load(wanted) {
      const isOnItsWay = begun !== null && isSame(begun, wanted) && error.peek() === null;
      begun = null;
      if (!isOnItsWay) load(wanted);
    },
    begin(wanted) {
      begun = wanted;
      load(wanted);
    },
    look: () => looking?.look(),
    hear(news) {
      if (news.type === "reset") looking?.look();
      else eachFrame(() => take(news.execution));
    },
    hold(held) {
      isHeld = held;
    },
    showWaiting() {
      order.value = [...waiting.peek(), ...(order.peek() ?? [])].slice(0, PAGE_LENGTH);
      waiting.value = [];
    },
  };

  function load(wanted: Filter): void {
    looking?.stop();
    filter = wanted;
    looking = createLooking({ restMs: REST_MS, lookOnce, onError: (reason) => (error.value = reason) });
    looking.look();
  }

  async function lookOnce(stopped: AbortSignal): Promise<void> {
    const { status, search, cursor } = filter;
    heard = new Map();
    const page = await client.executions.list({
      limit: PAGE_LENGTH,
      cursor,
      search,
      status: status === null ? [] : [status],
      ...momentsOf(filter),
      signal: stopped,
    });
    if (stopped.aborted) return;
    batch(() => {
      for (const execution of page.data) put(heard.get(execution.id) ?? execution);
      const ids = page.data.map(({ id }) => id);
      if (!isSame(order.peek(), ids)) order.value = ids;
      waiting.value = [];
      nextCursor.value = page.nextCursor;
      error.value = null;
      for (const execution of heard.values()) take(execution);
    });
  }

  function put(execution: ExecutionSummary): void {
    const row = rows.get(execution.id);
    if (row === undefined) rows.set(execution.id, signal(execution));
    // What is told again draws nothing.
    else if (!isSame(row.peek(), execution)) row.value = execution;
  }

  function take(execution: ExecutionSummary): void {
    const { id, status, completedAt } = execution;
    const before = rows.get(id)?.peek();
    put(execution);
    heard.set(id, execution);
    const isShown = order.peek()?.includes(id) ?? true;
    if (isShown && completedAt !== null && before?.completedAt === null) {
      announceChange(`${id}: ${words.peek().states[status]}`);
    }
    const newest = order.peek()?.[0];
    const isNewer = newest === undefined || execution.createdAt >= (rows.get(newest)?.peek().createdAt ?? "");
    const isWaiting = waiting.peek().includes(id);
    if (isShown || isWaiting || !isNewer || filter.cursor !== null || !fits(execution)) return;
    if (isHeld) waiting.value = [id, ...waiting.peek()];
    else order.value = [id, ...(order.peek() ?? [])].slice(0, PAGE_LENGTH);
  }

  function fits({ status, createdAt }: ExecutionSummary): boolean {
    const isWanted = filter.status === null || filter.status === status;
    return filter.search === "" && isWanted && isWithin(createdAt, filter);
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function readFilter(query: Readonly<Record<string, string>>): Filter {
  return {
    status: EXECUTION_STATES.find((one) => one === query["status"]) ?? null,
    search: query["q"] ?? "",
    cursor: query["cursor"] ?? null,
    from: readDay(query["from"]),
    to: readDay(query["to"]),
  };
}

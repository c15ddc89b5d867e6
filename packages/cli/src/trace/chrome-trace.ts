/**
 * What happens in an execution, as the trace events of Chrome's catapult project, which Perfetto and chrome://tracing open:
 * a JSON array, whose end is added last and which viewers read without it as well.
 *
 * Three groups of rows: the jobs, a row for each; the processes that they run, and what they ask providers, each on the first
 * row that is free. Hits, misses and stored files are marks on the row of their job.
 */
import { basename } from "node:path";
import type { RunEvent } from "@proxx/contract";

const GROUPS = { jobs: 1, processes: 2, providers: 3 } as const;
type Group = keyof typeof GROUPS;

/** An event, by its group and row; where it is a slice, with its own beginning. */
type PlacedEvent = Omit<TraceEvent, "pid" | "tid" | "ts"> & {
  readonly group: Group;
  readonly row: number;
  readonly rowName: string;
  readonly ts?: number;
};

interface TraceEvent {
  readonly name: string;
  /** A slice, a mark, a number over time, a name of a group or a row. */
  readonly ph: "X" | "i" | "C" | "M";
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since the first event. */
  readonly ts: number;
  /** How long a slice is, in microseconds. */
  readonly dur?: number;
  /** A mark is drawn on its row. */
  readonly s?: "t";
  readonly args?: Readonly<Record<string, unknown>>;
}

export interface ChromeTrace {
  /** The text that an event adds to the file. */
  write(event: RunEvent): string;
  end(): string;
}

export function createChromeTrace(): ChromeTrace {
  const rows = { jobs: createRows(), processes: createRows(), providers: createRows() };
  const named = new Set<string>();
  /** Slices that have begun. They are written when they end: viewers do not agree on which end belongs to which beginning. */
  const open = new Map<string, Slice>();
  let firstMs: number | null = null;
  let lastTs = 0;
  let hasBegun = false;

  function write(event: RunEvent): string {
    lastTs = timestampOf(event);
    return place(describe(event));
  }

  /** What had begun and not ended by then, and the end of the list. */
  function close(): string {
    const rest = place(Array.from(open.values(), (slice) => written(slice, lastTs, {})));
    open.clear();
    return rest + (hasBegun ? "\n]\n" : "[]\n");
  }

  function timestampOf({ time }: RunEvent): number {
    const nowMs = Date.parse(time);
    firstMs ??= nowMs;
    return (nowMs - firstMs) * 1000;
  }

  function place(events: readonly PlacedEvent[]): string {
    const placed = events.flatMap(({ group, row, rowName, ...rest }) => {
      const where = { pid: GROUPS[group], tid: row, ts: lastTs };
      return [...nameRow(group, row, rowName), { ...where, ...rest }];
    });
    return placed.map(append).join("");
  }

  function append(event: TraceEvent): string {
    const before = hasBegun ? ",\n" : "[\n";
    hasBegun = true;
    return before + JSON.stringify(event);
  }

  function nameRow(group: Group, row: number, name: string): TraceEvent[] {
    const meta = { ph: "M", pid: GROUPS[group], ts: 0 } as const;
    const isNew = (key: string) => !named.has(key) && named.add(key) !== undefined;
    return [
      ...(isNew(group) ? [{ ...meta, tid: 0, name: "process_name", args: { name: group } }] : []),
      ...(isNew(`${group} ${row}`) ? [{ ...meta, tid: row, name: "thread_name", args: { name } }] : []),
    ];
  }

  function describe(event: RunEvent): PlacedEvent[] {
    switch (event.type) {
      case "job-started":
        return begin(onJob(event.jobId), event.jobId, event);
      case "job-ended":
        return endOfJob(event);
      case "job-ready":
      case "job-hit":
      case "job-missed":
      case "artifact-stored":
        return [{ ...onJob(event.jobId), ph: "i", s: "t", name: markOf(event), args: argsOf(event) }];
      case "process-started":
        return begin(onFreeRow("processes", `${event.process}`), `${programOf(event)} (${event.jobId})`, event);
      case "process-ended":
        return end(giveBackRow("processes", `${event.process}`), event);
      case "provider-asked": {
        const name = `${event.provider}:${event.model} (${event.jobId})`;
        return begin(onFreeRow("providers", keyOfAsking(event)), name, event);
      }
      case "provider-answered":
        return end(giveBackRow("providers", keyOfAsking(event)), event);
      case "execution-progress":
        return [{ ...onJob(""), ph: "C", name: "progress", args: { percent: event.progress } }];
      case "execution-started":
      case "execution-ended":
        return [{ ...onJob(""), ph: "i", s: "t", name: event.type, args: argsOf(event) }];
    }
  }

  /** The execution itself has the first row. */
  function onJob(jobId: string): Row {
    return { group: "jobs", row: rows.jobs.take(jobId), rowName: jobId === "" ? "the execution" : jobId };
  }

  function onFreeRow(group: Group, key: string): Row {
    const row = rows[group].take(key);
    return { group, row, rowName: `${group} ${row}` };
  }

  function giveBackRow(group: Group, key: string): Row {
    const row = rows[group].giveBack(key);
    return { group, row, rowName: `${group} ${row}` };
  }

  function endOfJob(event: RunEvent & { type: "job-ended" }): PlacedEvent[] {
    const row = onJob(event.jobId);
    // What was reused, skipped or cancelled before it began is no slice.
    return open.has(keyOf(row))
      ? end(row, event)
      : [{ ...row, ph: "i", s: "t", name: event.status, args: argsOf(event) }];
  }

  function begin(row: Row, name: string, event: RunEvent): PlacedEvent[] {
    open.set(keyOf(row), { row, name, ts: timestampOf(event), args: argsOf(event) });
    return [];
  }

  function end(row: Row, event: RunEvent): PlacedEvent[] {
    const slice = open.get(keyOf(row));
    open.delete(keyOf(row));
    return slice === undefined ? [] : [written(slice, timestampOf(event), argsOf(event))];
  }

  function written({ row, name, ts, args }: Slice, endTs: number, more: Record<string, unknown>): PlacedEvent {
    return { ...row, ph: "X", name, ts, dur: endTs - ts, args: { ...args, ...more } };
  }

  return { write, end: close };
}

interface Row {
  readonly group: Group;
  readonly row: number;
  readonly rowName: string;
}

interface Slice {
  readonly row: Row;
  readonly name: string;
  readonly ts: number;
  readonly args: Record<string, unknown>;
}

function keyOf({ group, row }: Row): string {
  return `${group} ${row}`;
}

interface Rows {
  /** The row of a key that has one, else the first that is free. */
  take(key: string): number;
  giveBack(key: string): number;
}

function createRows(): Rows {
  const taken: (string | undefined)[] = [];
  const take = (key: string) => {
    const own = taken.indexOf(key);
    const free = own === -1 ? taken.indexOf(undefined) : own;
    const row = free === -1 ? taken.length : free;
    taken[row] = key;
    return row + 1;
  };
  return {
    take,
    giveBack(key) {
      const row = take(key);
      taken[row - 1] = undefined;
      return row;
    },
  };
}

function markOf(event: RunEvent & { type: "job-ready" | "job-hit" | "job-missed" | "artifact-stored" }): string {
  const marks = { "job-ready": "ready", "job-hit": "hit", "job-missed": "miss", "artifact-stored": "stored" } as const;
  return marks[event.type];
}

function programOf({ argv: [command = ""] }: { argv: readonly string[] }): string {
  return basename(command).replace(/\.exe$/, "");
}

function keyOfAsking({ jobId, provider, model }: { jobId: string; provider: string; model: string }): string {
  return JSON.stringify([jobId, provider, model]);
}

/** All that an event says, bar what is drawn already. */
function argsOf({ type: _type, executionId: _executionId, ...rest }: RunEvent): Record<string, unknown> {
  return rest;
}

import type { RunEvent, RunEventBody } from "@proxx/contract";
import type { KeptStanding, Ledger, Moved } from "../ledger/ledger.ts";
import type { Deliberation } from "../state/deliberate.ts";
import { eventsOfMove } from "../state/events-of-move.ts";
import { hasEnded, type Standing } from "../state/execution-state.ts";
import { isOfThisMachine, type RunEvents } from "./run-events.ts";

/** What one move has to tell, over however many calls of the ledger it takes to make it. */
export interface MoveEvents {
  begin(kept: KeptStanding): void;
  /** What is to be kept with the decision. */
  decide(before: Standing, made: Deliberation): readonly RunEvent[];
  /** Tells what was kept to those who watch here, each once. */
  tell(moved: Moved, onEvent: (event: RunEvent) => void): Promise<void>;
}

export interface MoveEventsOptions {
  executionId: string;
  tenant: string | null;
  ledger: Ledger;
  events: RunEvents;
  /** How far all is, for the end. */
  progress: (standing: Standing) => RunEventBody;
  /** Gives a process its number among all of the execution. */
  numberProcess: () => number;
}

export function createMoveEvents(options: MoveEventsOptions): MoveEvents {
  const { executionId, tenant, ledger, events, progress } = options;
  const numbered = numberProcesses(options.numberProcess);
  let first: KeptStanding | null = null;
  let last: KeptStanding | null = null;
  let told: readonly RunEvent[] = [];
  let fresh: RunEvent[] = [];
  /** An earlier call was made after all, and its answer was lost. */
  const wasMade = () => first?.version !== last?.version;

  return {
    begin(kept) {
      first ??= kept;
      last = kept;
    },
    decide(before, made) {
      const { standing } = made;
      const bodies = eventsOfMove(before, made, executionId);
      const isEnd = hasEnded(standing.execution) && !hasEnded(before.execution);
      fresh = (isEnd ? bodies.toSpliced(-1, 0, progress(standing)) : bodies).map((body) =>
        events.stamp(numbered(body)),
      );
      if (!wasMade()) told = [...events.pending];
      const kept = fresh.filter((event) => !isOfThisMachine(event));
      return wasMade() ? kept : [...told, ...kept];
    },
    async tell(moved, onEvent) {
      const isKept = moved.sequence !== last?.sequence;
      if (isKept || wasMade()) events.kept(told.length);
      else events.keepLater(fresh.filter((event) => !isOfThisMachine(event)));
      for (const event of wasMade() ? await readKept() : fresh) {
        // The last of both are told when nothing runs any more.
        if (event.type === "execution-ended" || event.type === "execution-progress") continue;
        events.announce(event);
        onEvent(event);
      }
    },
  };

  /** What was kept with this move, but for what was told before. */
  async function readKept(): Promise<RunEvent[]> {
    const names = new Set(told.map(nameOf));
    const about = { tenant, after: first?.sequence ?? 0, limit: Number.MAX_SAFE_INTEGER };
    const page = await ledger.events(executionId, about).catch(() => null);
    return (page?.events ?? []).flatMap(({ event }) => (names.has(nameOf(event)) ? [] : event));
  }
}

/** Where a job was lent to, its processes are numbered from 1. */
function numberProcesses(next: () => number): (body: RunEventBody) => RunEventBody {
  const numbers = new Map<string, number>();
  return (body) => {
    if (!("process" in body)) return body;
    const name = `${body.jobId} ${body.process}`;
    const process = numbers.get(name) ?? next();
    numbers.set(name, process);
    return { ...body, process };
  };
}

function nameOf(event: RunEvent): string {
  return JSON.stringify([event.type, event.time, "jobId" in event ? event.jobId : null]);
}

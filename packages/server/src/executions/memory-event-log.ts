import type { RunEvent } from "@proxx/contract";
import type { EventLog, StoredEvent } from "./executions.ts";

/** What a process of this machine was given is nothing for clients. */
const OF_THIS_MACHINE = ["process-started", "process-ended"];

/** The events of one execution in memory. */
export interface MemoryEventLog extends EventLog {
  append(event: RunEvent): void;
}

export function createMemoryEventLog(): MemoryEventLog {
  const stored: StoredEvent[] = [];
  let waiting: (() => void)[] = [];
  let sequence = 0;
  return {
    append(event) {
      if (OF_THIS_MACHINE.includes(event.type)) return;
      sequence += 1;
      // Progress that followed progress takes its place: how it stood in between is of no use to anybody afterwards.
      if (event.type === "execution-progress" && stored.at(-1)?.event.type === "execution-progress") stored.pop();
      stored.push({ sequence, event });
      for (const wake of waiting.splice(0)) wake();
    },
    async read(after) {
      const first = stored.findIndex((one) => one.sequence > after);
      const isComplete = stored.at(-1)?.event.type === "execution-ended";
      return { events: first === -1 ? [] : stored.slice(first), isComplete };
    },
    async next(after, signal) {
      if (sequence > after || signal.aborted || stored.at(-1)?.event.type === "execution-ended") return;
      await new Promise<void>((resolve) => {
        const end = () => {
          signal.removeEventListener("abort", end);
          waiting = waiting.filter((other) => other !== end);
          resolve();
        };
        waiting.push(end);
        signal.addEventListener("abort", end);
      });
    },
  };
}

import type { RunEvent } from "@proxx/contract";
import { isReplaced, type EventPage, type KeptEvent } from "../kept-event.ts";

/** The events of one execution in memory. */
export interface MemoryEvents {
  /** The number of the last one. */
  readonly sequence: number;
  append(events: readonly RunEvent[]): void;
  page(after: number, limit: number, hasEnded: boolean): EventPage;
}

export function createMemoryEvents(): MemoryEvents {
  let kept: KeptEvent[] = [];
  let sequence = 0;
  return {
    get sequence() {
      return sequence;
    },
    append(events) {
      if (events.some(isReplaced)) kept = kept.filter(({ event }) => !isReplaced(event));
      const last = events.findLast(isReplaced);
      for (const event of events) {
        sequence += 1;
        if (!isReplaced(event) || event === last) kept.push({ sequence, event });
      }
    },
    page(after, limit, hasEnded) {
      const rest = kept.filter((one) => one.sequence > after);
      return { events: rest.slice(0, limit), isComplete: hasEnded && rest.length <= limit };
    },
  };
}

import { setTimeout as pause } from "node:timers/promises";
import type { Listeners } from "../scheduling/listeners.ts";
import type { EventPage } from "./kept-event.ts";
import type { Ledger } from "./ledger.ts";

const LOOK_AGAIN_MS = 250;
const PAGE = 500;

export interface EventsRequest {
  /** Whose it is. @default null */
  tenant?: string | null | undefined;
  /** The number of the last one that is known. @default 0 */
  after?: number | undefined;
  /** Waits until there are some, nothing will come any more, or it aborts. @default what there is now */
  until?: AbortSignal | undefined;
}

/** Events of an execution, whoever moves it: what this process keeps is known at once, others are asked now and then. */
export async function nextEvents(
  executionId: string,
  { tenant = null, after = 0, until = AbortSignal.abort() }: EventsRequest,
  { ledger, kept }: { ledger: Ledger; kept: Listeners<string> },
): Promise<EventPage | null> {
  for (;;) {
    const wake = new AbortController();
    const forget = kept.add((id) => {
      if (id === executionId) wake.abort();
    });
    try {
      const page = await ledger.events(executionId, { tenant, after, limit: PAGE });
      if (page === null || page.events.length > 0 || page.isComplete || until.aborted) return page;
      const signal = AbortSignal.any([wake.signal, until]);
      await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    } finally {
      forget();
    }
  }
}

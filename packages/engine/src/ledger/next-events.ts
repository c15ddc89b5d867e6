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

interface EventsAbout {
  ledger: Ledger;
  kept: Listeners<string>;
  /** Whether it goes on here, as far as is known here. */
  isRunning: (executionId: string) => boolean;
}

/**
 * Events of an execution, whoever moves it: what this process keeps is known at once, others are asked now and then. Of an end
 * that the ledger has, this process may hear a moment later; it is told when whoever asks for the execution then finds it ended.
 */
export async function nextEvents(
  executionId: string,
  { tenant = null, after = 0, until = AbortSignal.abort() }: EventsRequest,
  { ledger, kept, isRunning }: EventsAbout,
): Promise<EventPage | null> {
  for (;;) {
    const wake = new AbortController();
    const forget = kept.add((id) => {
      if (id === executionId) wake.abort();
    });
    try {
      const page = await ledger.events(executionId, { tenant, after, limit: PAGE });
      const isAhead = page?.isComplete === true && isRunning(executionId);
      if (!isAhead && (page === null || page.events.length > 0 || page.isComplete || until.aborted)) return page;
      const signal = isAhead ? wake.signal : AbortSignal.any([wake.signal, until]);
      await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    } finally {
      forget();
    }
  }
}

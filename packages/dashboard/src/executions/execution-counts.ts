/** How many executions there are in each status, of those that began in the days that the list is of. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ExecutionCounts } from "@proxx/contract";
import { createLooking, type Looking } from "../live/looking.ts";
import { client } from "../live/server.ts";
import { momentsOf, type Days } from "./days.ts";

export interface CountedExecutions {
  /** Undefined until it is known. */
  readonly counts: ReadonlySignal<ExecutionCounts | undefined>;
  readonly load: (days: Days) => void;
  /** Something stands otherwise. */
  readonly hear: () => void;
}

/** However fast executions come and go, nobody reads faster. */
const REST_MS = 2000;

export function createCounts(): CountedExecutions {
  const counts = signal<ExecutionCounts | undefined>(undefined);
  let looking: Looking | null = null;
  return {
    counts,
    load(days) {
      looking?.stop();
      looking = createLooking({
        restMs: REST_MS,
        async lookOnce(stopped) {
          const found = await client.executions.counts({ ...momentsOf(days), signal: stopped });
          if (!stopped.aborted) counts.value = found;
        },
        // The list says what is wrong, and these are less than it.
        onError: () => {},
      });
      looking.look();
    },
    hear: () => looking?.look(),
  };
}

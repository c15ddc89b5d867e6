import type { RunEvent } from "@proxx/contract";
import { readEnvironment } from "../input/environment.ts";
import { describeEvent } from "../output/describe-event.ts";
import { createLog } from "../output/log.ts";
import { openTrace } from "../trace/open-trace.ts";

export interface EventReaders {
  /** Null where nobody wants to know. */
  onEvent: ((event: RunEvent) => void) | null;
  close(): Promise<void>;
}

/** Opens what is asked for: a trace in a file, and in a debug log every command. */
export function openEventReaders(
  tracePath: string | null,
  log: { json: boolean; write: (line: string) => void },
): EventReaders {
  const trace = tracePath === null ? null : openTrace(tracePath);
  const isDebug = readEnvironment().logLevel === "debug";
  if (trace === null && !isDebug) return { onEvent: null, close: async () => {} };
  const lines = createLog("debug", log);
  return {
    onEvent(event) {
      trace?.write(event);
      const line = isDebug ? describeEvent(event) : null;
      if (line !== null) lines.debug(line);
    },
    close: async () => trace?.close(),
  };
}

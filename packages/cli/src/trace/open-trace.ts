import { createWriteStream, type WriteStream } from "node:fs";
import { extname } from "node:path";
import { finished } from "node:stream/promises";
import { errorMessage, ProxxError, type RunEvent } from "@proxx/contract";
import { createChromeTrace } from "./chrome-trace.ts";

export interface Trace {
  write(event: RunEvent): void;
  /** Rejects with `publish_failed` where not all of it could be written. */
  close(): Promise<void>;
}

/**
 * A new file with what happens, made when the first thing does: JSON lines for `.jsonl`, a trace to be opened in a viewer for
 * `.json`.
 */
export function openTrace(path: string): Trace {
  const format = extname(path).toLowerCase() === ".json" ? createChromeTrace() : JSON_LINES;
  let file: WriteStream | null = null;
  let written: Promise<void> | null = null;
  return {
    write(event) {
      if (file === null) {
        file = createWriteStream(path, { flags: "wx" });
        written = finished(file);
        // It is told of when the trace is closed.
        written.catch(() => {});
      }
      if (!file.errored) file.write(format.write(event));
    },
    async close() {
      file?.end(format.end());
      await written?.catch((cause: unknown) => {
        throw notWritten(path, cause);
      });
    },
  };
}

const JSON_LINES = {
  write: (event: RunEvent) => `${JSON.stringify(event)}\n`,
  end: () => "",
};

function notWritten(path: string, cause: unknown): ProxxError {
  return new ProxxError(
    "publish_failed",
    `The trace cannot be written to ${JSON.stringify(path)}: ${errorMessage(cause)}`,
    {
      hint: "Check the folder and the disk, or leave `--trace` out.",
      cause,
    },
  );
}

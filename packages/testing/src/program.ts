import { delimiter, join } from "node:path";

/** A program of `programs/` that behaves or misbehaves on purpose, as the command line that starts it. */
export function program(name: string, ...args: readonly (string | number)[]): { command: string; args: string[] } {
  return {
    command: process.execPath,
    args: [join(import.meta.dirname, "programs", `${name}.mjs`), ...args.map(String)],
  };
}

/** A PATH whose ffmpeg encodes no faster than its source plays: a job takes a known time on any machine, and little of it. */
export const AT_ITS_PACE = `${join(import.meta.dirname, "programs/at-its-pace")}${delimiter}${process.env["PATH"]}`;

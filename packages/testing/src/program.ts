import { join } from "node:path";

/** A program of `programs/` that behaves or misbehaves on purpose, as the command line that starts it. */
export function program(name: string, ...args: readonly (string | number)[]): { command: string; args: string[] } {
  return {
    command: process.execPath,
    args: [join(import.meta.dirname, "programs", `${name}.mjs`), ...args.map(String)],
  };
}

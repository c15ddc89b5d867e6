import { styleText } from "node:util";
import { errorMessage, ProxxError } from "@proxx/contract";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { readEnvironment } from "../input/environment.ts";

/** Says what went wrong outside of any document: one line and a hint; the stack only when debugging. */
export function reportSystemFailure(error: unknown): ExitCode {
  const { logLevel } = readEnvironment();
  const message = errorMessage(error);
  const hint =
    error instanceof ProxxError
      ? error.hint
      : "This is a fault of Proxx. `PROXX_LOG_LEVEL=debug` shows where; please report it with the JobSpec.";
  process.stderr.write(`${styleText("red", "✗", { stream: process.stderr })} ${message}\n  → ${hint}\n`);
  if (logLevel === "debug" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT_CODE.system;
}

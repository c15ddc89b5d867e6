// Runs documented programs, one after the other, and checks what they compose and do not run themselves. Writes what is wrong
// with each, by its file, as one line of JSON.
import { PlanValidationError } from "@proxx/contract";
import { openRuntime } from "@proxx/runtime";
import { pathToFileURL } from "node:url";
import { takeComposed } from "./watched-sdk.ts";

const faults: Record<string, unknown> = {};
const runtime = openRuntime({ environment: process.env });
for (const file of process.argv.slice(2)) {
  try {
    await import(pathToFileURL(file).href);
    for (const pipeline of takeComposed()) await runtime.engine.explain(pipeline.toJSON());
  } catch (error) {
    faults[file] = error instanceof PlanValidationError ? error.issues : String(error);
  }
}
await runtime.close();
process.stdout.write(`\n${JSON.stringify(faults)}\n`);

// A script as a process of its own: `node script-program.ts CONFIG`. Runs plans one after the other on a home that others use
// too, and says of each how it ended.
import { openRuntime } from "@proxx/runtime";
import { fork } from "./plans.ts";
import { createStep } from "./step-operation.ts";

export interface ScriptProgramConfig {
  home: string;
  log: string;
  environment: Readonly<Record<string, string>>;
  name: string;
  plans: number;
}

const { home, log, environment, name, plans } = JSON.parse(process.argv[2] ?? "") as ScriptProgramConfig;
const runtime = openRuntime({
  home,
  environment: { PATH: process.env["PATH"], ...environment },
  operations: [createStep(log)],
});
for (let number = 0; number < plans; number++) {
  const { id, finished } = await runtime.engine.start(fork(`${name}-${number}`, 3));
  process.stdout.write(`taken ${id}\n`);
  const { status } = await finished;
  process.stdout.write(`${status} ${id}\n`);
}
await runtime.close();

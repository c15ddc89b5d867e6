// A worker as a process of its own: `node worker-program.ts CONFIG`. Says when it is there, and works until SIGTERM.
import { openRuntime } from "@proxx/runtime";
import type { ServerProgramConfig } from "./server-program.ts";
import { createStep } from "./step-operation.ts";

const { home, log, environment } = JSON.parse(process.argv[2] ?? "") as ServerProgramConfig;
const runtime = openRuntime({
  home,
  environment: { PATH: process.env["PATH"], ...environment },
  operations: [createStep(log)],
  computeSlots: 4,
  sharing: { sharesJobs: true },
});
await runtime.engine.resume();
process.stdout.write("works\n");
const end = () => void runtime.close().then(() => process.stdin.destroy());
process.once("SIGTERM", end);
// Ends with whoever started it, however that ended.
process.stdin.resume().once("end", end);

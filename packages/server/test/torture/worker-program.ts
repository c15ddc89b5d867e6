// A worker as a process of its own: `node worker-program.ts CONFIG`. Says when it is there, and works until SIGTERM.
import { join } from "node:path";
import { openRuntime } from "@proxx/runtime";
import { startJobSpecRunner } from "../../src/index.ts";
import type { ServerProgramConfig } from "./server-program.ts";
import { createStep } from "./step-operation.ts";

const { home, log, environment, mediaRoots = [] } = JSON.parse(process.argv[2] ?? "") as ServerProgramConfig;
const runtime = openRuntime({
  home,
  environment: { PATH: process.env["PATH"], ...environment },
  operations: [createStep(log)],
  computeSlots: 4,
  sharing: { sharesJobs: true },
});
await runtime.engine.resume();
const onFault = (fault: unknown) => void process.stderr.write(`${String(fault)}\n`);
const toolCacheFile = join(home, "tools.json");
const runner =
  mediaRoots.length === 0
    ? null
    : startJobSpecRunner({ ledger: runtime.jobSpecs, mediaRoots, toolCacheFile, now: Date.now, onFault });
process.stdout.write("works\n");
const end = async () => {
  await runner?.close(AbortSignal.abort());
  await runtime.close();
  process.stdin.destroy();
};
process.once("SIGTERM", () => void end());
// Ends with whoever started it, however that ended.
process.stdin.resume().once("end", () => void end());

// The engine as a process of its own: `node engine-program.ts CONFIG`. Takes `cancel`, `abort` and `close` as lines, and says
// what happens as lines of JSON. It goes on after the end of the execution, so that what the engine left can be seen.
import { createInterface } from "node:readline";
import { openRuntime } from "@proxx/runtime";
import type { EngineProgramConfig } from "./cancelled-run.ts";

const { plan, home, toolCacheFile, keepIntermediates } = JSON.parse(process.argv[2] ?? "") as EngineProgramConfig;
say({ type: "ready" });
const runtime = openRuntime({ environment: process.env, home, toolCacheFile });
const controller = new AbortController();
const starting = runtime.engine.start(plan, {
  keepIntermediates,
  signal: controller.signal,
  onProgress: ({ progress }) => say({ type: "progress", progress }),
});
const closing = Promise.withResolvers<void>();
const input = createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "cancel") void starting.then((running) => running.cancel());
  if (line === "abort") controller.abort();
  if (line === "close") closing.resolve();
});
const running = await starting;
say({ type: "ended", execution: await running.finished });
await closing.promise;
await runtime.close();
input.close();

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// The runner under test, as a process of its own: `node runner-program.ts CONFIG`. Says what happens as lines of JSON.
import { createWatcher } from "../../src/index.ts";
import { CHANGES } from "./ending.ts";
import { interceptDiskChanges } from "./disk-changes.ts";
import type { RunnerConfig } from "./run-life.ts";

const config = JSON.parse(process.argv[2] ?? "") as RunnerConfig;
const { ending } = config;

let changes = 0;
interceptDiskChanges({
  folder: config.roundFolder,
  hardLinks: config.hardLinks,
  decide: (description) => {
    if (!("when" in ending) || !CHANGES[ending.among].pattern.test(description) || ++changes !== ending.nth)
      return null;
    say("struck", { at: `${ending.when} ${description}` });
    return ending.kind === "disk-fault" ? `fail-${ending.when}` : ending.when;
  },
});

let passed = 0;
const watcher = createWatcher(config.root, {
  once: config.once,
  maxWorkers: config.maxWorkers,
  recursive: config.recursive,
  settleSeconds: config.settleSeconds,
  pollSeconds: 0.1,
  toolCacheFile: config.toolCacheFile,
  onTransition: (name, spec) => {
    if (ending.kind !== "transition" || ending.name !== name || ++passed !== ending.nth) return;
    say("struck", { at: `${name} of ${spec}`, transition: name });
    process.kill(process.pid, "SIGKILL");
  },
});
for (const event of [
  "watch-started",
  "job-claimed",
  "job-finished",
  "job-recovered",
  "job-waiting",
  "job-unsettled",
] as const) {
  watcher.on(event, (details: object) => say(event, details));
}
process.on("SIGTERM", () => void watcher.close());
try {
  await watcher.run();
} catch (error) {
  say("fatal", { message: error instanceof Error ? error.stack : String(error) });
  process.exitCode = 1;
}

function say(event: string, details: object): void {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}

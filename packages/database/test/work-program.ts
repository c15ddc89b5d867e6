// A worker with one slot as a process of its own: `node work-program.ts CONFIG`. Works until it is told to close.
import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createEngine } from "@proxx/engine";
import { createTestOperations } from "../../engine/test/operations.ts";
import { openLedger } from "../src/index.ts";
import type { TestPlace } from "./each-database.ts";

export interface WorkProgramConfig {
  place: TestPlace;
  /** What is done is written down here, a line each. */
  log: string;
  name: string;
  /** Jobs that take a moment; those whose name begins with `slow` wait until there is a file `open` in the home. */
  jobs: string[];
  longestSilenceMs: number;
}

const { place, log, name, jobs, longestSilenceMs } = JSON.parse(process.argv[2] ?? "") as WorkProgramConfig;
const write = (what: string, jobId: string) => appendFileSync(log, `${what} ${jobId} ${name}\n`);
const { operations, behaviours } = createTestOperations();
const ledger = await openLedger(place);
const engine = createEngine({
  home: place.home,
  operations,
  ledger,
  sharesJobs: true,
  computeSlots: 1,
  waitSlots: 1,
  longestSilenceMs,
  fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
});

for (const id of jobs) {
  behaviours.set(id, async ({ progress, signal, pause }) => {
    write("began", id);
    signal.addEventListener("abort", () => write("told-to-end", id));
    progress(1, 2, name);
    if (!id.startsWith("slow")) await pause(100);
    while (id.startsWith("slow") && !existsSync(join(place.home, "open"))) await pause(20);
    write("ended", id);
  });
}

createInterface({ input: process.stdin }).on("line", () => {
  void engine
    .close()
    .then(() => ledger.close())
    .then(() => process.stdin.destroy());
});
await engine.resume();
process.stdout.write("started\n");

// An engine on a database as a process of its own: `node engine-program.ts CONFIG`. Starts plans one after the other, and says
// of each that it was taken. Goes on with what others have left until it is told to close.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { createEngine } from "@proxx/engine";
import { createTestOperations } from "../../engine/test/operations.ts";
import { openLedger } from "../src/index.ts";
import type { TestPlace } from "./each-database.ts";

export interface EngineProgramConfig {
  place: TestPlace;
  /** What is done is written down here, a line each. */
  log: string;
  /** Of the plans that are started. */
  name: string;
  plans: number;
}

const { place, log, name, plans } = JSON.parse(process.argv[2] ?? "") as EngineProgramConfig;
const write = (line: string) => appendFileSync(log, `${line}\n`);
const { operations, behaviours } = createTestOperations();
const ledger = await openLedger(place);
const engine = createEngine({
  home: place.home,
  operations,
  ledger,
  waitSlots: 8,
  fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
});

/** What a job does that has something made at a provider, and pays for it. */
behaviours.set("paid", async ({ remembered, remember, park }) => {
  if (remembered === undefined) {
    await remember({ intent: true });
    write("submitted");
    await remember({ provider: "fal", id: "run", at: Date.now() });
    await park(20);
  }
  await wait(5);
});
for (const id of ["a", "b", "film", "tall", "end"]) {
  behaviours.set(id, async ({ workDir }) => {
    await wait(5 + Math.random() * 15);
    write(`ran ${id} of ${/exec_\w+/.exec(workDir)?.[0]}`);
  });
}

createInterface({ input: process.stdin }).on("line", () => {
  void engine
    .close()
    .then(() => ledger.close())
    .then(() => process.stdin.destroy());
});
await engine.resume();
for (let number = 0; number < plans; number++) {
  const clip = (id: string) => ({ id, type: "generate", params: { prompt: `${name} ${number} ${id}` } });
  const running = await engine.start({
    jobs: [
      ...["a", "b", "paid"].map(clip),
      { id: "film", type: "merge", params: {}, dependsOn: ["a", "b", "paid"] },
      { id: "tall", type: "reframe", params: {}, dependsOn: ["film"] },
      { id: "end", type: "transcode", params: {}, dependsOn: ["tall"] },
    ],
  });
  process.stdout.write(`${running.id}\n`);
  await wait(10);
}
process.stdout.write("started\n");

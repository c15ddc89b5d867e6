import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { startCluster } from "@proxx/testing/postgres-cluster";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { openLedger } from "../src/index.ts";
import { startEngine, unfinished } from "./engine-process.ts";

const PLANS = 8;
const JOBS = ["a", "b", "film", "tall", "end"];

test("of two processes one is killed and the server crashes again and again: nothing is lost, and no other process ends", async () => {
  const random = createRandom(11);
  await using cluster = await startCluster();
  const home = temporaryFolder();
  const place = { home, url: cluster.url("postgres"), file: "" };
  const log = join(home, "log.txt");
  writeFileSync(log, "");
  const ran = () =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("ran"));
  const one = startEngine({ place, log, name: "one", plans: PLANS });
  const two = startEngine({ place, log, name: "two", plans: PLANS });

  for (let round = 0; round < 3; round++) {
    const before = ran().length;
    await vi.waitFor(() => expect(ran().length).toBeGreaterThan(before + 4), 30_000);
    await cluster.crash();
    await wait(random() * 500);
    await cluster.start();
  }
  await vi.waitFor(() => expect(one.taken.length).toBeGreaterThan(2), 30_000);
  one.child.kill("SIGKILL");
  await one.closed;
  await two.started;
  const taken = [...one.taken, ...two.taken];
  const ledger = await openLedger(place);
  await vi.waitFor(async () => expect(await unfinished(ledger, taken)).toEqual([]), { timeout: 60_000, interval: 200 });
  for (const id of taken) expect((await ledger.read(id))?.execution).toMatchObject({ status: "completed" });
  expect(two.child.exitCode).toBeNull();
  two.child.stdin?.end("close\n");
  await two.closed;
  expect(two.child.exitCode).toBe(0);
  await ledger.close();

  // What the one that was killed had told nobody of is done once more, and nothing else is.
  const times = new Map(
    Map.groupBy(ran(), (line) => line)
      .entries()
      .map(([line, lines]) => [line, lines.length]),
  );
  const ofTwo = two.taken.flatMap((id) => JOBS.map((job) => `ran ${job} of ${id}`));
  expect(ofTwo.filter((line) => times.get(line) !== 1)).toEqual([]);
  expect([...times].filter(([, count]) => count > 2)).toEqual([]);
});

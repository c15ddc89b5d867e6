import { expect, test } from "vitest";
import { runServerTorture } from "./torture/run-server-torture.ts";

test(
  "servers that are killed, sent the same twice, or asked to build on what just ends lose nothing",
  { timeout: 300_000 },
  async () => {
    const report = await runServerTorture({
      rounds: 1,
      seed: 3,
      only: ["kill the server", "kill workers on Postgres", "send the same", "end a base"],
    });
    expect(report.scenarios.flatMap(({ violations }) => violations)).toEqual([]);
    expect(
      report.scenarios.find(({ scenario }) => scenario === "kill the server")?.counts["acknowledged"],
    ).toBeGreaterThan(0);
  },
);

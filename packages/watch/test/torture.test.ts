import { expect, it } from "vitest";
import { describeReport } from "./torture/describe-report.ts";
import { runTorture } from "./torture/run-torture.ts";
import { rounds } from "@proxx/testing/rows";

it("loses, doubles and overwrites nothing when its runners are killed", async () => {
  const report = await runTorture({ rounds: rounds(1, 3), seed: 1 });
  // The whole report, so that a failure says how to see it again.
  expect(describeReport(report)).not.toContain("✗");
  expect(report.violated).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(rounds(2, 4));
});

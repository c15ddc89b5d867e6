import { expect, it } from "vitest";
import { describePlanReport, runPlanTorture } from "./torture/run-plan-torture.ts";
import { rounds } from "@proxx/testing/rows";

it("leaves nothing and loses nothing when plans are cancelled", async () => {
  const report = await runPlanTorture({ rounds: rounds(3, 6), seed: 1 });
  // The whole report, so that a failure says how to see it again.
  expect(describePlanReport(report)).not.toContain("✗");
  expect(report.violated).toEqual([]);
  expect(Object.values(report.cancelled).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(2);
});

import { describe, expect, test } from "vitest";
import { isWithin, momentsOf, readDay } from "../src/executions/days.ts";

describe("days", () => {
  test("are whole, in this time zone, and what is none is nothing", () => {
    const days = { from: "2026-03-29", to: "2026-03-29" };
    const { createdFrom, createdBefore } = momentsOf(days);
    expect([createdFrom?.getHours(), createdBefore?.getHours(), createdBefore?.getDate()]).toEqual([0, 0, 30]);
    expect(isWithin(new Date(2026, 2, 29, 23, 59).toISOString(), days)).toBe(true);
    expect(isWithin(new Date(2026, 2, 30).toISOString(), days)).toBe(false);
    expect(isWithin(new Date(2026, 2, 28, 23, 59).toISOString(), days)).toBe(false);
    expect(isWithin("2026-01-01T00:00:00Z", { from: null, to: null })).toBe(true);
    expect(["2026-11-29", "2026-13-01", "today", undefined, "20261129"].map(readDay)).toEqual([
      "2026-11-29",
      null,
      null,
      null,
      null,
    ]);
  });
});

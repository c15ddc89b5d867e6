import { expect, test } from "vitest";
import { formatColumn, formatNumber, withUnit } from "./format-number.ts";
import { niceScale } from "./nice-scale.ts";

test.each([
  [
    [0, 1],
    [0, 0.5, 1],
  ],
  [
    [120, 720],
    [0, 250, 500, 750],
  ],
  [
    [96, 99],
    [96, 97, 98, 99],
  ],
  [
    [-5, 12],
    [-10, 0, 10, 20],
  ],
  [
    [0.1, 0.3],
    [0, 0.1, 0.2, 0.3],
  ],
  [
    [7, 7],
    [7, 9.5],
  ],
])("an axis for %j has a few round values", ([least = 0, most = 0], ticks) => {
  const scale = niceScale(least, most);
  expect(scale[0]).toBeLessThanOrEqual(least);
  expect(scale.at(-1)).toBeGreaterThanOrEqual(most);
  expect(scale.length).toBeLessThanOrEqual(6);
  if (least !== most) expect(scale).toEqual(ticks);
});

test("numbers are as exact as they can be read", () => {
  expect([0.961, 8.4, 41.25, 1234.5, 1_250_000, -3].map((value) => formatNumber(value, "en"))).toEqual([
    "0.961",
    "8.4",
    "41.3",
    "1,235",
    "1.3M",
    "−3",
  ]);
  expect(formatNumber(1234.5, "de")).toBe("1.235");
});

test("numbers of a column have the same decimals", () => {
  expect(formatColumn([4, 19.8, 8.25], "en")).toEqual(["4.00", "19.80", "8.25"]);
});

test("a short unit stands with the number, as it is written", () => {
  expect(withUnit(12, "%", "en")).toBe("12%");
  expect(withUnit(12, "€", "en")).toBe("€12");
  expect(withUnit(12, "€", "de")).toBe("12\u00A0€");
  expect(withUnit(-3, "$", "en")).toBe("−$3");
  expect(withUnit(8.4, "s", "en")).toBe("8.4\u00A0s");
  expect(withUnit(8.4, "million m³", "en")).toBe("8.4");
});

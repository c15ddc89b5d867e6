import { describe, expect, test } from "vitest";
import { formatRational, parseRational, rational, sameRational, toNumber } from "./rational.ts";
import { isStandardRate, standardRate } from "./standard-rate.ts";

describe("a rational", () => {
  test("is in lowest terms", () => {
    expect(rational(50, 2)).toEqual({ numerator: 25, denominator: 1 });
    expect(rational(24000, 1001)).toEqual({ numerator: 24000, denominator: 1001 });
  });

  test.each([
    ["24000/1001", 24000, 1001],
    ["16:9", 16, 9],
    ["25", 25, 1],
    ["50/2", 25, 1],
    ["-1/2", -1, 2],
  ])("is read from %j", (text, numerator, denominator) => {
    expect(parseRational(text)).toEqual({ numerator, denominator });
  });

  test.each([undefined, "", "0/0", "0:1", "N/A", "25.0", "25/0", "1/-2"])("is not read from %j", (text) => {
    expect(parseRational(text)).toBeNull();
  });

  test("writes and measures itself", () => {
    expect(formatRational(rational(30000, 1001))).toBe("30000/1001");
    expect(toNumber(rational(1, 4))).toBe(0.25);
  });

  test("equals its multiples, and null only null", () => {
    expect(sameRational({ numerator: 50, denominator: 2 }, rational(25))).toBe(true);
    expect(sameRational(rational(24), rational(24000, 1001))).toBe(false);
    expect(sameRational(null, null)).toBe(true);
    expect(sameRational(rational(25), null)).toBe(false);
  });
});

describe("a standard rate", () => {
  test.each([
    [rational(19001, 317), "60000/1001"],
    [rational(1000000000, 41708333), "24000/1001"],
    [rational(1000000000, 33366667), "30000/1001"],
    [rational(25), "25/1"],
  ])("is found behind %j: %s", (told, expected) => {
    expect(formatRational(standardRate(told))).toBe(expected);
  });

  test.each([rational(2997, 100), rational(23976, 1000), rational(15), rational(359, 15)])(
    "is not made of %j, which is a rate of its own",
    (rate) => {
      expect(standardRate(rate)).toEqual(rate);
      expect(isStandardRate(rate)).toBe(false);
    },
  );
});

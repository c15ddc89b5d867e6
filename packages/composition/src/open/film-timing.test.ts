import { formatRational, parseRational, rational, type Rational } from "@proxx/media";
import { describe, expect, test } from "vitest";
import { frameCount, steadyRate } from "./film-timing.ts";

function rateOf(average: string | null, grid: string | null, measured: Parameters<typeof steadyRate>[1] = null) {
  const read = (text: string | null): Rational | null => (text === null ? null : parseRational(text));
  return formatRational(steadyRate({ averageRate: read(average), frameRate: read(grid) }, measured));
}

describe("the pace of a film", () => {
  test.each([
    { what: "at a steady rate", average: "25/1", grid: "25/1", rate: "25/1" },
    { what: "in NTSC", average: "30000/1001", grid: "30000/1001", rate: "30000/1001" },
    { what: "of a phone, whose frames come a little unevenly", average: "299970/10001", grid: "30/1", rate: "30/1" },
    { what: "with frames left out", average: "27/1", grid: "30/1", rate: "30/1" },
    { what: "with frames left out on a clock's ticks", average: "27/1", grid: "90000/1", rate: "30/1" },
    { what: "with frames left out on a grid of no rate", average: "20/1", grid: "22/1", rate: "24/1" },
    { what: "with frames left out of 60", average: "52/1", grid: "1000/1", rate: "60/1" },
    { what: "whose few frames have no grid", average: "12/1", grid: "1000/1", rate: "30/1" },
    { what: "of fields coded one by one", average: "25/1", grid: "50/1", rate: "25/1" },
    { what: "faster than any screen", average: "240/1", grid: "240/1", rate: "120/1" },
    { what: "too slow for a crossfade", average: "5/1", grid: "5/1", rate: "25/1" },
    { what: "of one frame in two seconds", average: "1/2", grid: "1/2", rate: "24/1" },
    { what: "that says nothing of itself", average: null, grid: null, rate: "30/1" },
  ])("$what is $rate", ({ average, grid, rate }) => {
    expect(rateOf(average, grid)).toBe(rate);
  });

  test("is measured where the header says nothing", () => {
    expect(rateOf(null, null, { packets: 120, seconds: 5 })).toBe("24/1");
    expect(rateOf(null, "25/1", { packets: 100, seconds: null })).toBe("25/1");
    expect(rateOf(null, "25/1", { packets: 100, seconds: 0 })).toBe("25/1");
  });
});

describe("the number of frames", () => {
  const rate = rational(25);
  const count = (headerFrames: number | null, seconds: number, averageRate: Rational | null = rate) =>
    frameCount({ averageRate, headerFrames }, seconds, rate);

  test("is the header's, where length and pace bear it out", () => {
    expect(count(101, 4)).toBe(101);
    expect(count(99, 4)).toBe(99);
  });

  test("is that of the length, where an edit list hides some or the pace is another", () => {
    expect(count(110, 4)).toBe(100);
    expect(count(101, 4, rational(24))).toBe(100);
    expect(count(101, 4, null)).toBe(100);
    expect(count(null, 4)).toBe(100);
  });
});

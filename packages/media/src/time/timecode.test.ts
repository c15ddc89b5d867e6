import { describe, expect, test } from "vitest";
import { rational } from "./rational.ts";
import { canDropFrame, convertTimecode, existsAt, formatTimecode, parseTimecode } from "./timecode.ts";

const PAL = rational(25);
const NTSC = rational(30000, 1001);
const NTSC_DOUBLE = rational(60000, 1001);

function parsed(text: string) {
  const timecode = parseTimecode(text);
  if (timecode === null) throw new Error(`${text} is no timecode`);
  return timecode;
}

describe("a timecode", () => {
  test.each(["01:00:00:00", "00:59:59;28", "10:11:12:113"])("%s reads and writes itself", (text) => {
    expect(formatTimecode(parsed(text))).toBe(text);
  });

  test("marks drop-frame with a semicolon, whichever mark it was read with", () => {
    expect(formatTimecode(parsed("00:59:59.28"))).toBe("00:59:59;28");
    expect(formatTimecode(parsed(" 10:11:12:013 "))).toBe("10:11:12:13");
  });

  test.each(["", "yesterday", "1:00:00:00", "01:00:00", "01:00:00:0", "01-00-00-00"])("%j is none", (text) => {
    expect(parseTimecode(text)).toBeNull();
  });
});

test("drop-frame exists at 29.97 and its multiples", () => {
  expect([NTSC, NTSC_DOUBLE, rational(120000, 1001)].every(canDropFrame)).toBe(true);
  expect([PAL, rational(30), rational(24000, 1001), rational(60)].some(canDropFrame)).toBe(false);
});

describe("a label exists", () => {
  test.each([
    ["01:00:00:24", PAL, true],
    ["01:00:00:25", PAL, false],
    ["24:00:00:00", PAL, false],
    ["00:60:00:00", PAL, false],
    ["00:00:60:00", PAL, false],
    ["00:01:00;00", NTSC, false],
    ["00:01:00;01", NTSC, false],
    ["00:01:00;02", NTSC, true],
    ["00:10:00;00", NTSC, true],
    ["00:01:01;00", NTSC, true],
    ["00:01:00:00", NTSC, true],
    ["00:01:00;03", NTSC_DOUBLE, false],
    ["00:01:00;04", NTSC_DOUBLE, true],
  ])("%s at %j: %s", (text, rate, expected) => {
    expect(existsAt(parsed(text), rate)).toBe(expected);
  });
});

describe("converting", () => {
  test.each([
    ["01:00:00:12", PAL, rational(50), "01:00:00:24"],
    ["01:00:00:24", PAL, rational(24), "01:00:00:23"],
    ["01:00:00:23", rational(24), PAL, "01:00:00:23"],
    ["00:59:59;28", NTSC, NTSC_DOUBLE, "00:59:59;56"],
    ["00:59:59;28", NTSC, PAL, "00:59:59:23"],
    ["00:01:00;02", NTSC, NTSC_DOUBLE, "00:01:00;04"],
    ["00:01:00;04", NTSC_DOUBLE, NTSC, "00:01:00;02"],
  ])("%s from %j to %j keeps the second: %s", (text, from, to, expected) => {
    expect(formatTimecode(convertTimecode(parsed(text), from, to))).toBe(expected);
  });

  test("never makes a label that does not exist", () => {
    const rates = [PAL, NTSC, NTSC_DOUBLE, ...[24, 30, 50, 60].map((whole) => rational(whole)), rational(24000, 1001)];
    const labels = (rate: typeof PAL) =>
      Array.from({ length: 60 }, (_, frames) => frames)
        .map((frames) => ({ hours: 0, minutes: 1, seconds: 0, frames, dropFrame: canDropFrame(rate) }))
        .filter((label) => existsAt(label, rate));
    const converted = rates.flatMap((from) =>
      rates.flatMap((to) => labels(from).map((label) => ({ to, label: convertTimecode(label, from, to) }))),
    );
    expect(converted.filter(({ to, label }) => !existsAt(label, to))).toEqual([]);
  });
});

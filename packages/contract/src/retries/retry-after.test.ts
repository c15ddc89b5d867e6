import { expect, it } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");

it.each<[string | null, number | null]>([
  ["7", 7000],
  [" 0 ", 0],
  ["1.5", 1500],
  ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
  ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  ["", null],
  [null, null],
])("reads %j as %j milliseconds", (header, milliseconds) => {
  expect(readRetryAfter(header, NOW)).toBe(milliseconds);
});

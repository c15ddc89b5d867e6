import { expect, test } from "vitest";
import { readRange } from "./byte-range.ts";

const FILE = { size: 1000, etag: '"abc"' };
const part = (first: number, last: number) => ({ kind: "part", first, last });

test.each([
  [null, null, { kind: "whole" }],
  ["bytes=0-", null, part(0, 999)],
  ["bytes=0-0", null, part(0, 0)],
  ["bytes=10-19", null, part(10, 19)],
  ["bytes=990-5000", null, part(990, 999)],
  ["bytes=-10", null, part(990, 999)],
  ["bytes=-5000", null, part(0, 999)],
  ["bytes=1000-", null, { kind: "unsatisfiable" }],
  ["bytes=-0", null, { kind: "unsatisfiable" }],
  ["bytes=5-1", null, { kind: "whole" }],
  ["bytes=-", null, { kind: "whole" }],
  ["bytes=0-1,5-6", null, { kind: "whole" }],
  ["items=0-1", null, { kind: "whole" }],
  ["bytes=10-19", '"abc"', part(10, 19)],
  ["bytes=10-19", '"other"', { kind: "whole" }],
  ["bytes=10-19", "Sat, 28 Nov 2026 00:00:00 GMT", { kind: "whole" }],
])("%s, if it is still %s", (range, ifRange, expected) => {
  const headers = new Headers();
  if (range !== null) headers.set("range", range);
  if (ifRange !== null) headers.set("if-range", ifRange);
  expect(readRange(headers, FILE)).toEqual(expected);
});

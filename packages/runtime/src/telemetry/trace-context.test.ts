import { expect, test } from "vitest";
import { readTraceparent, writeTraceparent } from "./trace-context.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";

test("reads what W3C Trace Context has, of later versions as well", () => {
  const context = { traceId: TRACE, spanId: SPAN, isSampled: true };
  expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual(context);
  expect(readTraceparent(`00-${TRACE}-${SPAN}-02`)).toEqual({ ...context, isSampled: false });
  expect(readTraceparent(`cc-${TRACE}-${SPAN}-01-what-comes-later`)).toEqual(context);
  expect(writeTraceparent(context)).toBe(`00-${TRACE}-${SPAN}-01`);
});

test.each([
  null,
  "",
  "x",
  `ff-${TRACE}-${SPAN}-01`,
  `00-${"0".repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE}-${SPAN}-0`,
  `00-${TRACE}-${SPAN}-01x`,
])("takes %j for none", (text) => {
  expect(readTraceparent(text)).toBeNull();
});

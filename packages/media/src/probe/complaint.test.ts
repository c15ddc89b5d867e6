import { expect, test } from "vitest";
import { createComplaints, withoutForgiven } from "./complaint.ts";

test("complaints are the same from run to run, and as many as were made", () => {
  const { complaints, read } = createComplaints((line) => line.includes("[error]"));
  for (const line of [
    "[h264 @ 0x55d1c0] [error] mmco: unref short failure",
    "    Last message repeated 2 times",
    "[h264 @ 0x55d1c0] [warning] late",
    "    Last message repeated 5 times",
    "[h264 @ 0x99d1c0] [error] error while decoding MB 3 4",
  ])
    read(line);
  const failure = "[h264] mmco: unref short failure";
  expect(complaints).toEqual([failure, failure, failure, "[h264] error while decoding MB 3 4"]);
});

test("what was forgiven at the beginning is no excuse for what comes later", () => {
  expect(withoutForgiven(["a", "b", "a", "a"], ["a", "a", "c"])).toEqual(["b", "a"]);
});

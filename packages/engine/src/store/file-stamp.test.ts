import { expect, test } from "vitest";
import { isSettled, sameStamp } from "./file-stamp.ts";

const stamp = { device: "1", inode: "2", size: "3", modifiedNs: "1000000000", changedNs: "5000000001" };

test("a stamp is the same when all of it is", () => {
  expect(sameStamp(stamp, { ...stamp })).toBe(true);
  for (const key of ["device", "inode", "size", "modifiedNs", "changedNs"] as const) {
    expect(sameStamp(stamp, { ...stamp, [key]: "0" })).toBe(false);
  }
});

test("a stamp is settled two seconds after the file's last change", () => {
  expect(isSettled(stamp, 6999)).toBe(false);
  expect(isSettled(stamp, 7000)).toBe(true);
  // A clock that was set back says nothing.
  expect(isSettled(stamp, 0)).toBe(false);
});

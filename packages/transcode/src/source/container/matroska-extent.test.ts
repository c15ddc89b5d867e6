import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cutCopy, pictureClip, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { holdsWholeSegment } from "./matroska-extent.ts";

const whole = () => pictureClip("extent.mkv", { seconds: 2 });

test("a Matroska file as it was written holds its whole segment", async () => {
  expect(await holdsWholeSegment(whole())).toBe(true);
});

test.each([0.2, 0.6, 0.99])("a copy that broke off at %f of it does not", async (share) => {
  expect(await holdsWholeSegment(cutCopy(whole(), join(temporaryFolder(), "cut.mkv"), share))).toBe(false);
});

test.each([0.2, 0.6, 0.99])("nor does one whose rest from %f on is zeros", async (share) => {
  const bytes = readFileSync(whole());
  const path = join(temporaryFolder(), "zeros.mkv");
  writeFileSync(path, bytes.fill(0, Math.floor(bytes.length * share)));
  expect(await holdsWholeSegment(path)).toBe(false);
});

test("nothing is known of a segment that was never closed, nor of another container", async () => {
  expect(await holdsWholeSegment(pictureClip("live.mkv", {}, ["-c:v", "mpeg4", "-f", "matroska", "-live", "1"]))).toBe(
    false,
  );
  expect(await holdsWholeSegment(pictureClip("other.mov"))).toBe(false);
});

import { expect, test } from "vitest";
import { previewSize } from "./preview-section.ts";

test.each([
  [1920, 1080, 640, 360],
  [1080, 1920, 360, 640],
  [1080, 1080, 360, 360],
  [426, 240, 426, 240],
  [1366, 768, 640, 360],
])("a preview of %d × %d has %d × %d", (width, height, smallWidth, smallHeight) => {
  expect(previewSize({ width, height })).toEqual({ width: smallWidth, height: smallHeight });
});

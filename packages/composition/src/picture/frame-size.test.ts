import { AspectRatio } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { frameIssues, frameSize, type WantedFrame } from "./frame-size.ts";

const sizeOf = (wanted: WantedFrame, source = { width: 1920, height: 1080 }) => {
  const { width, height } = frameSize(source, wanted);
  return `${width}x${height}`;
};

test.each<[WantedFrame, string]>([
  [{ mode: "crop", width: 501, height: 300 }, "502x300"],
  [{ mode: "crop", width: 1280 }, "1280x720"],
  [{ mode: "pad", height: 720 }, "1280x720"],
  [{ mode: "pad", width: 720, aspectRatio: new AspectRatio(9, 16) }, "720x1280"],
  [{ mode: "crop", aspectRatio: new AspectRatio(9, 16) }, "608x1080"],
  [{ mode: "auto", aspectRatio: new AspectRatio(9, 16) }, "608x1080"],
  [{ mode: "auto", aspectRatio: new AspectRatio(1, 1) }, "1080x1080"],
  [{ mode: "pad", aspectRatio: new AspectRatio(9, 16) }, "1080x1920"],
  [{ mode: "blur", aspectRatio: new AspectRatio(1, 1) }, "1080x1080"],
  [{ mode: "blur", aspectRatio: new AspectRatio(21, 9) }, "2520x1080"],
])("%o of 1920x1080 is %s", (wanted, size) => {
  expect(sizeOf(wanted)).toBe(size);
});

describe("an extreme shape", () => {
  test("is no longer than encoders take", () => {
    expect(sizeOf({ mode: "pad", aspectRatio: new AspectRatio(100, 1) })).toBe("8192x82");
  });

  test("has no side too short to be a picture", () => {
    expect(sizeOf({ mode: "pad", aspectRatio: new AspectRatio(1, 1000) })).toBe("16x8192");
  });
});

test("a shape and a size of another shape are refused together, and not alone", () => {
  const aspectRatio = new AspectRatio(9, 16);
  expect(frameIssues({ aspectRatio, width: 1080, height: 1920 })).toEqual([]);
  expect(frameIssues({ aspectRatio, width: 1920 })).toEqual([]);
  expect(frameIssues({ aspectRatio, width: 1920, height: 1080 })).toMatchObject([
    { path: "$.aspectRatio", code: "contradiction", message: "1920x1080 is not 9:16." },
  ]);
});

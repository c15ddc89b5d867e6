import { parsePixelFormat, rational } from "@proxx/media";
import { describe, expect, test } from "vitest";
import { inspectedSource } from "../../test/inspected-source.ts";
import { outputSize, uprightSize } from "./picture-size.ts";

const square = (width: number, height: number) => ({ width, height, sampleAspect: rational(1) });

describe("the output's size", () => {
  test.each([
    ["same", "yuv420p", [1920, 1080], [1920, 1080]],
    ["same", "yuv420p", [853, 481], [852, 480]],
    ["same", "yuv422p10le", [853, 481], [852, 481]],
    ["same", "yuv444p10le", [853, 481], [853, 481]],
    ["half", "yuv420p", [1920, 1080], [960, 540]],
    ["half", "yuv444p10le", [1282, 722], [640, 360]],
    ["quarter", "yuv420p", [1920, 1080], [480, 270]],
    ["quarter", "yuv420p", [854, 480], [212, 120]],
    ["1280x720", "yuv420p", [1920, 1080], [1280, 720]],
    ["1280x1280", "yuv420p", [1920, 1080], [1280, 720]],
    ["1000x1000", "yuv420p", [1080, 1920], [562, 1000]],
    ["3840x2160", "yuv420p", [1920, 1080], [3840, 2160]],
    ["half", "yuv420p", [1, 1], [2, 2]],
  ] as const)("%s of %s: %j is %j", (resolution, pixels, [width, height], [expectedWidth, expectedHeight]) => {
    const size = outputSize(square(width, height), resolution, parsePixelFormat(pixels), false);
    expect(size).toEqual(square(expectedWidth, expectedHeight));
  });

  test("holds whole lines of both fields", () => {
    expect(outputSize(square(1920, 1080), "half", parsePixelFormat("yuv420p"), true)).toEqual(square(960, 540));
    expect(outputSize(square(1920, 1080), "quarter", parsePixelFormat("yuv420p"), true)).toEqual(square(480, 268));
    expect(outputSize(square(1920, 1080), "quarter", parsePixelFormat("yuv422p"), true)).toEqual(square(480, 270));
  });

  test("keeps pixels as wide as they are, but in a box, where they become square", () => {
    const pal = { width: 720, height: 576, sampleAspect: rational(64, 45) };
    const pixel = parsePixelFormat("yuv420p");
    expect(outputSize(pal, "half", pixel, false)).toEqual({ width: 360, height: 288, sampleAspect: rational(64, 45) });
    expect(outputSize(pal, "1024x576", pixel, false)).toEqual(square(1024, 576));
  });
});

test.each([
  [0, 1440, 1080, rational(4, 3)],
  [180, 1440, 1080, rational(4, 3)],
  [90, 1080, 1440, rational(3, 4)],
  [270, 1080, 1440, rational(3, 4)],
])("a flag of %i degrees makes it %ix%i", (rotation, width, height, sampleAspect) => {
  const { video } = inspectedSource({ video: { width: 1440, height: 1080, sampleAspect: rational(4, 3), rotation } });
  expect(uprightSize(video)).toEqual({ width, height, sampleAspect });
});

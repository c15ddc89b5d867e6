import { expect, test } from "vitest";
import { parsePixelFormat } from "./pixel-format.ts";

test.each([
  ["yuv420p", 8, "420", false, false],
  ["yuvj420p", 8, "420", false, false],
  ["yuv422p10le", 10, "422", false, false],
  ["yuv444p12le", 12, "444", false, false],
  ["yuva444p16be", 16, "444", true, false],
  ["yuva420p", 8, "420", true, false],
  ["yuv411p", 8, "411", false, false],
  ["yuv410p", 8, "410", false, false],
  ["yuv440p", 8, "440", false, false],
  ["nv12", 8, "420", false, false],
  ["nv16", 8, "422", false, false],
  ["nv20le", 10, "422", false, false],
  ["p010le", 10, "420", false, false],
  ["p210le", 10, "422", false, false],
  ["p416le", 16, "444", false, false],
  ["yuyv422", 8, "422", false, false],
  ["y210le", 10, "422", false, false],
  ["xv36le", 12, "444", false, false],
  ["gray", 8, "gray", false, false],
  ["gray10le", 10, "gray", false, false],
  ["ya8", 8, "gray", true, false],
  ["ya16le", 16, "gray", true, false],
  ["rgb24", 8, "444", false, true],
  ["bgr0", 8, "444", false, true],
  ["rgba", 8, "444", true, true],
  ["rgb48le", 16, "444", false, true],
  ["rgba64be", 16, "444", true, true],
  ["x2rgb10le", 10, "444", false, true],
  ["gbrp", 8, "444", false, true],
  ["gbrp10le", 10, "444", false, true],
  ["gbrap12le", 12, "444", true, true],
  ["gbrpf32le", 32, "444", false, true],
  ["pal8", 8, "444", true, true],
  ["xyz12le", 12, "444", false, true],
] as const)("%s has %i bits of %s, alpha: %s, RGB: %s", (name, bitDepth, chroma, alpha, rgb) => {
  expect(parsePixelFormat(name)).toEqual({ bitDepth, chroma, alpha, rgb });
});

test("a name nobody knows is taken for the plainest picture", () => {
  expect(parsePixelFormat("unknown")).toEqual({ bitDepth: 8, chroma: "444", alpha: false, rgb: false });
});

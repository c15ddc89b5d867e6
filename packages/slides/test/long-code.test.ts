import { createFonts, type Fonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { drawSlides } from "../src/index.ts";

test("a word that is wider than the slide is shortened without measuring it at each of its lengths", async () => {
  let measured = 0;
  const counted = (fonts: Fonts): Fonts => ({
    ...fonts,
    preferring: (families) => counted(fonts.preferring(families)),
    measure: (...about) => {
      measured++;
      return fonts.measure(...about);
    },
  });
  const fonts = counted(createFonts());
  const slide = { layout: "code", title: "Deep", code: "(".repeat(4000), language: "typescript" } as const;
  const size = { width: 640, height: 360 };
  expect(await drawSlides(slide, { theme: "circuit", size, fonts })).toHaveLength(1);
  expect(measured).toBeGreaterThan(10);
  expect(measured).toBeLessThan(500);
});

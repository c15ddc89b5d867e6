import { expect, test } from "vitest";
import { withoutPicture } from "./choose-slide.ts";

test("a sentence that loses its picture stands by itself: one point is no list", () => {
  const slide = { layout: "image-text", title: "Bread", image: "loaf.jpg", text: "Slow loaves won." } as const;
  expect(withoutPicture(slide)).toEqual({ layout: "statement", text: "Slow loaves won." });
});

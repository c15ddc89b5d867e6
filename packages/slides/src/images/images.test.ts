import { createFonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { samplePhoto } from "../../test/sample-photo.ts";
import { cropImage, focusOf } from "./crop-image.ts";
import { readImage } from "./read-image.ts";

const fonts = createFonts();

const svg = (inside: string, width = 800, height = 400) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inside}</svg>`);

test("a photo is told from a drawing", async () => {
  const photo = await readImage(fonts, "photo", samplePhoto(400, 250));
  expect(photo).toMatchObject({ width: 400, height: 250, isGraphic: false });
  const drawing = svg('<rect width="800" height="400" fill="#fff"/><rect x="50" y="50" width="200" height="90"/>');
  expect(await readImage(fonts, "drawing", drawing)).toMatchObject({ isGraphic: true });
  expect(await readImage(fonts, "logo", svg('<circle cx="400" cy="200" r="90"/>'))).toMatchObject({ isGraphic: true });
});

test.each([150, 650])("a picture is cropped to where there is something to see: at %i", async (x) => {
  const spot = `<rect width="800" height="400" fill="#dde"/><circle cx="${x}" cy="200" r="70" fill="#c40"/>`;
  const image = await readImage(fonts, "spot", svg(spot));
  const crop = cropImage(image, 1);
  expect(crop).toMatchObject({ y: 0, width: 400, height: 400 });
  expect(crop.x).toBeLessThanOrEqual(x - 70);
  expect(crop.x + crop.width).toBeGreaterThanOrEqual(x + 70);
  const focus = focusOf(image, crop);
  expect(Math.abs(crop.x + focus.x * crop.width - x)).toBeLessThan(60);
});

test("what is no picture is refused by its name", async () => {
  for (const data of [Buffer.from("no picture"), Buffer.alloc(0), Buffer.from(samplePhoto(40, 40)).subarray(0, 60)]) {
    await expect(readImage(fonts, "odd.png", data)).rejects.toMatchObject({
      code: "input_unusable",
      message: expect.stringContaining("The picture odd.png cannot be drawn: "),
    });
  }
});

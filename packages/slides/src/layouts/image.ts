import type { SlideOf } from "@proxx/contract";
import type { SlideImage } from "../images/read-image.ts";
import { createSketch, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText } from "../text/lay-text.ts";
import { bodyLook, headingLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { firstThatFits, type Layout } from "./layout.ts";
import { containIn, coverWith, scaleToCover } from "../blocks/place-picture.ts";
import { placeSource } from "../blocks/place-source.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** A picture as large as it bears, with a few words over it or above it. */
export const IMAGE: Layout<"image"> = {
  async draw(slide, stage) {
    const image = stage.images.get(slide.image);
    if (image === undefined) return null;
    const fills = !image.isGraphic && scaleToCover(image, stage.frame) <= MOST_FULL_SCALE;
    return fills ? drawFull(slide, stage, image) : drawCard(slide, stage, image);
  },
};

/** A picture that fills the frame is looked at closely. */
const MOST_FULL_SCALE = 1.25;

/** White text is read on the brightest photo through this much black: 9.5 to 1. */
const SCRIM = 0.74;
const SCRIM_ON_WHITE = "#424242";

async function drawFull(slide: SlideOf<"image">, stage: Stage, image: SlideImage) {
  const { frame, setter, force } = stage;
  const { px } = frame;
  const sketch = createSketch();
  coverWith(sketch, image, { x: 0, y: 0, width: frame.width, height: frame.height });
  const colors = { color: "#ffffff", on: SCRIM_ON_WHITE };
  const width = frame.textRight - frame.left;
  const layer = sketch.layer({ id: "words", build: 0, enter: "fade" });
  const text =
    slide.title === undefined ? undefined : polishText(slide.title, { language: setter.language, short: true });
  const steps = frame.grid.type.title;
  const title =
    text === undefined
      ? undefined
      : ((await firstThatFits(steps, (size) =>
          layText(setter, text, headingLook(setter, size, colors), { width, lines: 2, shape: "even" }),
        )) ??
        (await layText(setter, text, headingLook(setter, steps.at(-1) ?? 0, colors), {
          width,
          lines: 2,
          shape: "even",
          force: true,
        })));
  const credit =
    slide.credit === undefined
      ? undefined
      : await layText(
          setter,
          polishText(slide.credit, { language: setter.language, short: false }),
          bodyLook(setter, frame.grid.type.floor, colors, { role: "source", lineHeight: 1.4 }),
          { width, lines: 1, force: true },
        );
  if (title === undefined && credit === undefined) return sketch.done();
  const gap = title != null && credit != null ? px(16) : 0;
  const top = frame.bottom - (title?.height ?? 0) - gap - (credit?.height ?? 0);
  scrim(sketch, layer, stage, top);
  if (title != null) sketch.text(layer, title, { x: frame.left, y: top });
  if (credit != null) sketch.text(layer, credit, { x: frame.left, y: frame.bottom - credit.height });
  return force || top > frame.top ? sketch.done() : null;
}

/** Black that begins softly above the words and is full behind them. */
function scrim(sketch: Sketch, layer: string, { frame }: Stage, top: number): void {
  const soft = frame.px(frame.grid.form === "tall" ? 420 : 320);
  const y = Math.max(0, top - soft - frame.px(24));
  const full = top - frame.px(24);
  const steps = [0, 0.08, 0.3, 0.6, 0.85, 1].map(
    (share, index, all) => `rgba(0,0,0,${(SCRIM * share).toFixed(3)}) ${Math.round((index / (all.length - 1)) * 100)}%`,
  );
  const x = { x: 0, width: frame.width };
  sketch.shape(layer, {
    ...x,
    y,
    height: full - y,
    purpose: "scrim",
    fill: `linear-gradient(to bottom, ${steps.join(", ")})`,
  });
  sketch.shape(layer, { ...x, y: full, height: frame.height - full, purpose: "scrim", fill: `rgba(0,0,0,${SCRIM})` });
}

async function drawCard(slide: SlideOf<"image">, stage: Stage, image: SlideImage) {
  const { frame, theme } = stage;
  const sketch = createSketch();
  const top = await placeTitle(sketch, stage, { title: slide.title });
  const bottom = await placeSource(sketch, stage, slide.credit);
  if (top === null) return null;
  const box = { x: frame.left, y: top, width: frame.right - frame.left, height: bottom - top };
  containIn(sketch, stage, image, { box, radius: frame.px(theme.radius), padding: frame.px(32) });
  return sketch.done();
}

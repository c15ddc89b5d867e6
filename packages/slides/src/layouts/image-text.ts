import type { Slide, SlideOf } from "@proxx/contract";
import type { Box } from "../scene/scene.ts";
import { createSketch, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { isShortened, layText } from "../text/lay-text.ts";
import { bodyLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { evenParts, firstThatFits, type Layout } from "./layout.ts";
import { listWays, placeList, type ListWay } from "../blocks/place-list.ts";
import { containIn, coverWith, MOST_SCALE, scaleToCover } from "../blocks/place-picture.ts";
import { placeSource } from "../blocks/place-source.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** A picture that reaches three edges of the frame, and beside it a few words. */
export const IMAGE_TEXT: Layout<"image-text"> = {
  draw(slide, stage) {
    const ways = listWays(stage).flatMap((way) => areasOf(stage).map((areas) => ({ way, areas })));
    return firstThatFits(stage.force ? ways.slice(-1) : ways, (way) => attempt(slide, stage, way));
  },
  split(slide) {
    const { items = [], text } = slide;
    const parts = text === undefined ? items : sentencesOf(text);
    if (parts.length < 2) return text === undefined ? null : apartFrom(slide, text);
    return evenParts(parts, Math.ceil(parts.length / 2)).map((part) =>
      text === undefined ? { ...slide, items: part } : { ...slide, text: part.join(" ") },
    );
  },
};

interface Areas {
  readonly picture: Box;
  readonly words: Box;
  /** Where the credit ends. */
  readonly foot: number;
}

/** The picture large, then a little smaller. */
function areasOf({ frame }: Stage): Areas[] {
  const { px, width, height, left } = frame;
  if (frame.grid.form === "wide") {
    return [6, 7].map((columns) => {
      const words = {
        x: left,
        y: frame.top,
        width: frame.columns(columns) - px(columns === 6 ? 24 : 0),
        height: frame.bottom - frame.top,
      };
      const x = left + frame.columns(columns) + px(48);
      return { words, picture: { x, y: 0, width: width - x, height }, foot: frame.bottom };
    });
  }
  if (frame.grid.form === "tall") {
    const y = height - px(frame.grid.height - 832);
    const words = { x: left, y: frame.top, width: frame.right - left, height: y - px(40) - frame.top };
    return [{ words, picture: { x: 0, y, width, height: height - y }, foot: y - px(40) }];
  }
  return [0.45, 0.36].map((share) => {
    const y = Math.round(height * share);
    const top = y + px(56);
    const words = { x: left, y: top, width: frame.right - left, height: frame.bottom - top };
    return { words, picture: { x: 0, y: 0, width, height: y }, foot: frame.bottom };
  });
}

async function attempt(slide: SlideOf<"image-text">, stage: Stage, { way, areas }: { way: ListWay; areas: Areas }) {
  const { frame, force } = stage;
  const { words } = areas;
  const image = stage.images.get(slide.image);
  if (image === undefined) return null;
  const sketch = createSketch();
  if (slide.fit === "contain" || image.isGraphic || scaleToCover(image, areas.picture) > MOST_SCALE) {
    containIn(sketch, stage, image, { box: areas.picture, padding: frame.px(40) });
  } else coverWith(sketch, image, areas.picture);
  // Lower on a square frame, where the picture is above.
  const shifted: Stage = { ...stage, frame: { ...frame, top: words.y, bottom: areas.foot } };
  const top = await placeTitle(sketch, shifted, { title: slide.title, width: words.width });
  const bottom = await placeSource(sketch, shifted, slide.credit, { x: words.x, width: words.width });
  if (top === null) return null;
  const box = { ...words, y: top, height: Math.min(bottom, words.y + words.height) - top };
  if (slide.items !== undefined) {
    return (await placeList(sketch, stage, { items: slide.items, box, way })) === null ? null : sketch.done();
  }
  if (slide.text === undefined) return sketch.done();
  return (await placeText(sketch, stage, { text: slide.text, box, size: way.size })) || force ? sketch.done() : null;
}

async function placeText(
  sketch: Sketch,
  { setter, theme, frame, force }: Stage,
  { text, box, size }: { text: string; box: Box; size: number },
): Promise<boolean> {
  const { colors } = theme;
  const look = bodyLook(setter, size, { color: colors.text, on: colors.background });
  const lines = Math.max(1, Math.floor(box.height / Math.round(look.size * look.lineHeight)));
  const polished = polishText(text, { language: setter.language, short: false });
  const laid = await layText(setter, polished, look, { width: box.width, lines, force });
  if (laid === null || (laid.height > box.height && !force)) return false;
  if (force && isShortened(laid)) {
    sketch.finding({
      code: "text-shortened",
      message: `The text beside a picture is too long: “${text.slice(0, 60)}…”.`,
    });
  }
  const free = Math.max(0, box.height - laid.height);
  const down = free > box.height * 0.5 ? Math.round((free * 0.2) / frame.px(8)) * frame.px(8) : 0;
  const layer = sketch.layer({ id: "text", build: 1, enter: "rise" });
  sketch.text(layer, laid, { x: box.x, y: box.y + down });
  return true;
}

function sentencesOf(text: string): string[] {
  return Array.from(new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text), ({ segment }) =>
    segment.trim(),
  );
}

/** One sentence that is too long to stand beside a picture stands after it. */
function apartFrom({ title, image, credit }: SlideOf<"image-text">, text: string): Slide[] {
  return [
    { layout: "image", title, image, ...(credit === undefined ? {} : { credit }) },
    { layout: "statement", text },
  ];
}

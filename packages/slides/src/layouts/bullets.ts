import type { SlideOf } from "@proxx/contract";
import { wordCount } from "../text/word-count.ts";
import { createSketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { evenParts, firstThatFits, type Layout } from "./layout.ts";
import { listWays, placeList } from "../blocks/place-list.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** A title and a few points, each with a mark, which come one after the other. */
export const BULLETS: Layout<"bullets"> = {
  async draw(slide, stage) {
    if (!stage.force && mostOf(slide, stage) < slide.items.length) return null;
    const { frame } = stage;
    return firstThatFits(listWays(stage), async (way) => {
      const sketch = createSketch();
      const top = await placeTitle(sketch, stage, slide);
      if (top === null) return null;
      const box = { x: frame.left, y: top, width: frame.measure, height: frame.bottom - top };
      return (await placeList(sketch, stage, { items: slide.items, box, way })) === null ? null : sketch.done();
    });
  },
  split(slide, stage) {
    if (slide.items.length < 2) return null;
    const most = Math.min(mostOf(slide, stage), slide.items.length - 1);
    return evenParts(slide.items, most).map((items) => ({ ...slide, items }));
  },
};

/** How many points of this one a slide may have: few, and not too many words. */
function mostOf({ title, items }: SlideOf<"bullets">, { frame, setter }: Stage): number {
  const most = frame.grid.form === "tall" ? 4 : 5;
  const inTitle = wordCount(title, setter.language);
  const words = wordCount(items.join(" "), setter.language);
  const slides = Math.ceil(words / Math.max(10, (setter.eastAsian ? 60 : 40) - inTitle));
  return Math.min(most, Math.ceil(items.length / slides));
}

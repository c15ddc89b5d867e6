import type { SlideOf } from "@proxx/contract";
import { isShortUnit } from "../charts/format-number.ts";
import { placeLines } from "../charts/place-lines.ts";
import { createSketch } from "../scene/sketch.ts";
import { firstThatFits, type Layout } from "./layout.ts";
import { placeSource } from "../blocks/place-source.ts";
import { placeSubtitle } from "../blocks/place-subtitle.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** Lines with their names at their ends, so that no legend is needed. */
export const LINE_CHART: Layout<"line-chart"> = {
  draw(slide, stage) {
    const { label, floor } = stage.frame.grid.type;
    const sizes = stage.force ? [floor] : [label, floor];
    return firstThatFits(sizes, async (size) => {
      const { frame } = stage;
      const sketch = createSketch();
      const title = await placeTitle(sketch, stage, slide);
      const subtitle = [slide.subtitle, slide.unit !== undefined && !isShortUnit(slide.unit) ? slide.unit : undefined];
      const top = await placeSubtitle(sketch, stage, { below: title, parts: subtitle });
      const bottom = await placeSource(sketch, stage, slide.source);
      if (top === null) return null;
      if (slide.lines.length > MOST_LINES) {
        sketch.finding({
          code: "rows-left-out",
          message: `The chart “${slide.title}” shows ${MOST_LINES} of ${slide.lines.length} lines.`,
        });
      }
      const box = { x: frame.left, y: top, width: frame.textRight - frame.left, height: bottom - top };
      const lines = mostTelling(slide).slice(0, MOST_LINES);
      const fits = await placeLines(sketch, stage, { labels: slide.labels, lines, unit: slide.unit, box, size });
      return fits ? sketch.done() : null;
    });
  },
};

const MOST_LINES = 4;

/** In their own order, those that end highest where there are too many. */
function mostTelling({ lines }: SlideOf<"line-chart">): SlideOf<"line-chart">["lines"] {
  if (lines.length <= MOST_LINES) return lines;
  const end = (values: readonly (number | null)[]) => values.findLast((value) => value !== null) ?? -Infinity;
  const kept = lines.toSorted((one, other) => end(other.values) - end(one.values)).slice(0, MOST_LINES);
  return lines.filter((line) => kept.includes(line));
}

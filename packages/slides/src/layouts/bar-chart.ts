import type { SlideOf } from "@proxx/contract";
import { createSketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { isShortUnit } from "../charts/format-number.ts";
import { placeBars, type Bar } from "../charts/place-bars.ts";
import { placeColumns } from "../charts/place-columns.ts";
import { firstThatFits, type Layout } from "./layout.ts";
import { placeSource } from "../blocks/place-source.ts";
import { placeSubtitle } from "../blocks/place-subtitle.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** Bars from zero, sorted, with their values at their ends; one in the accent, the others grey. */
export const BAR_CHART: Layout<"bar-chart"> = {
  draw(slide, stage) {
    const { body, label, floor } = stage.frame.grid.type;
    const sizes = [body.at(-1) ?? label, label, floor];
    return firstThatFits(stage.force ? sizes.slice(-1) : sizes, async (size) => {
      const sketch = createSketch();
      const title = await placeTitle(sketch, stage, slide);
      const subtitle = [slide.subtitle, slide.unit !== undefined && !isShortUnit(slide.unit) ? slide.unit : undefined];
      const top = await placeSubtitle(sketch, stage, { below: title, parts: subtitle });
      const bottom = await placeSource(sketch, stage, slide.source);
      if (top === null) return null;
      const { bars, leftOut } = shownBars(slide, stage);
      if (leftOut > 0) {
        sketch.finding({
          code: "rows-left-out",
          message: `The chart “${slide.title}” shows ${bars.length} of ${slide.bars.length} bars.`,
        });
      }
      const { frame } = stage;
      const box = { x: frame.left, y: top, width: frame.textRight - frame.left, height: bottom - top };
      const place = isUpright(slide, stage) ? placeColumns : placeBars;
      return (await place(sketch, stage, { bars, box, size, unit: slide.unit })) ? sketch.done() : null;
    });
  },
};

const MOST_BARS = { wide: 7, square: 6, tall: 6 } as const;

function shownBars(slide: SlideOf<"bar-chart">, { frame }: Stage): { bars: Bar[]; leftOut: number } {
  const largest = slide.bars.reduce(
    (best, bar, index) => (bar.value > (slide.bars[best]?.value ?? -Infinity) ? index : best),
    0,
  );
  const marked = slide.highlight === undefined ? largest : slide.highlight - 1;
  const bars = slide.bars.map((bar, index) => ({ ...bar, index, marked: index === marked }));
  const sorted = isOrdered(slide) ? bars : bars.toSorted((one, other) => other.value - one.value);
  const most = MOST_BARS[frame.grid.form];
  if (sorted.length <= most) return { bars: sorted, leftOut: 0 };
  const kept = sorted.slice(0, most);
  // The one that is spoken of is never left out.
  const own = sorted.find((bar) => bar.marked);
  if (own !== undefined && !kept.includes(own)) kept[most - 1] = own;
  return { bars: kept, leftOut: sorted.length - most };
}

/** Years, months, steps: what has an order of its own keeps it. */
function isOrdered({ bars }: SlideOf<"bar-chart">): boolean {
  const numbers = bars.map(({ label }) => /^(?:Q|FY|v|第)?\s?'?(\d{1,4}(?:\.\d+)?)/iu.exec(label)?.[1]).map(Number);
  const rising = numbers.every((one, index) => index === 0 || one > (numbers[index - 1] ?? Infinity));
  if (numbers.every((one) => !Number.isNaN(one)) && rising) return true;
  return (
    bars.length > 2 &&
    bars.every(({ label }) =>
      /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|\d{1,2}月|[月火水木金土日]曜)/iu.test(
        label,
      ),
    )
  );
}

function isUpright(slide: SlideOf<"bar-chart">, { frame }: Stage): boolean {
  const longest = Math.max(
    ...slide.bars.map(({ label }) => Array.from(label).reduce((sum, one) => sum + (one > "\u2E7F" ? 2 : 1), 0)),
  );
  const hasNegative = slide.bars.some(({ value }) => value < 0);
  return frame.grid.form === "wide" && longest <= 8 && !hasNegative && slide.bars.length > 2;
}

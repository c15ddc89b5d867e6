import type { Slide, SlideOf } from "@proxx/contract";
import type { Box } from "../scene/scene.ts";
import { BASE, createSketch, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText } from "../text/lay-text.ts";
import { strongLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { evenParts, firstThatFits, type Layout } from "./layout.ts";
import { listWays, placeList, type ListWay } from "../blocks/place-list.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** Two sides, told in the same way; stacked where the frame is not wide. */
export const COMPARISON: Layout<"comparison"> = {
  draw(slide, stage) {
    const most = Math.max(slide.left.items.length, slide.right.items.length);
    if (most > MOST_ROWS && !stage.force) return Promise.resolve(null);
    const { form } = stage.frame.grid;
    const ways = listWays(stage)
      .slice(stage.force ? 0 : 1)
      .flatMap((way) =>
        ({ wide: [true], square: [false, true], tall: [false] })[form].map((beside) => ({ ...way, beside })),
      );
    return firstThatFits(ways, (way) => attempt(slide, stage, way));
  },
  split(slide) {
    const { left, right } = slide;
    const rows = Math.max(left.items.length, right.items.length);
    const most = Math.min(MOST_ROWS, Math.ceil(rows / 2));
    const [lefts, rights] = [left, right].map((side) => evenParts(side.items, most));
    const sameLength = lefts?.length === rights?.length && rows > 1;
    if (!sameLength || rows < 4) return alone(slide);
    return (lefts ?? []).map((items, index) => ({
      ...slide,
      left: { ...left, items },
      right: { ...right, items: rights?.[index] ?? [] },
    }));
  },
};

const MOST_ROWS = 4;

/** Each side on a slide of its own. */
function alone({ title, left, right }: SlideOf<"comparison">): Slide[] {
  return [left, right].map((side) => ({
    layout: "bullets",
    title: `${title}${/[\u3040-\u9FFF]/u.test(title) ? "：" : ": "}${side.title}`,
    items: side.items,
  }));
}

async function attempt(slide: SlideOf<"comparison">, stage: Stage, way: ListWay & { beside: boolean }) {
  const { frame } = stage;
  const { beside } = way;
  const sketch = createSketch();
  const top = await placeTitle(sketch, stage, slide);
  if (top === null) return null;
  const gap = frame.px(frame.grid.form === "wide" ? 48 : 24);
  const width = beside ? Math.floor((frame.right - frame.left - gap) / 2) : frame.textRight - frame.left;
  const room = frame.bottom - top;
  const most = beside ? room : Math.floor((room - gap) / 2);
  const sides = [slide.left, slide.right].map((side, index) => ({
    side,
    isRight: index === 1,
    firstItem: index * slide.left.items.length,
    way,
  }));
  const boxOf = (index: number, height: number) => ({
    x: frame.left + (beside ? index * (width + gap) : 0),
    y: top + (beside ? 0 : index * (height + gap)),
    width,
    height,
  });
  // Both are as high as the higher one needs to be.
  let height = 0;
  for (const [index, one] of sides.entries()) {
    const needed = await placeSide(createSketch(), stage, { ...one, box: boxOf(index, most) });
    if (needed === null) return null;
    height = Math.max(height, Math.min(needed, most));
  }
  for (const [index, one] of sides.entries()) await placeSide(sketch, stage, { ...one, box: boxOf(index, height) });
  return sketch.done();
}

/** One side on its panel; how high the panel has to be, or null where the box is too low for that. */
async function placeSide(
  sketch: Sketch,
  stage: Stage,
  how: {
    readonly side: SlideOf<"comparison">["left"];
    readonly box: Box;
    readonly way: ListWay;
    readonly isRight: boolean;
    readonly firstItem: number;
  },
): Promise<number | null> {
  const { frame, setter, theme, force } = stage;
  const { side, box, way, isRight, firstItem } = how;
  const { px } = frame;
  const { colors } = theme;
  const padding = px(frame.grid.form === "wide" ? 48 : 32);
  const on = colors.surface;
  const color = isRight ? colors.accent : colors.muted;
  sketch.shape(BASE, { ...box, purpose: "panel", fill: on, radius: px(theme.radius) });
  const isSharp = theme.radius < 8;
  const bar = isSharp
    ? { x: box.x, y: box.y, width: box.width, height: px(8) }
    : { x: box.x + padding, y: box.y + padding, width: px(48), height: px(6) };
  sketch.shape(BASE, { ...bar, fill: color });
  const size = Math.max(way.size, frame.grid.type.label);
  const look = strongLook(setter, size, { color, on }, { lineHeight: 1.2, role: "body" });
  const text = polishText(side.title, { language: setter.language, short: true });
  const inner = { x: box.x + padding, width: box.width - 2 * padding };
  const title = await layText(setter, text, look, { width: inner.width, lines: 2, shape: "even", force });
  if (title === null) return null;
  const y = box.y + padding + (isSharp ? 0 : px(6 + 24));
  sketch.text(BASE, title, { x: inner.x, y });
  const listTop = y + title.height + px(32);
  const list = await placeList(sketch, stage, {
    items: side.items,
    box: { ...inner, y: listTop, height: box.y + box.height - padding - listTop },
    way: { ...way, gap: Math.min(way.gap, 24) },
    on,
    markColor: color,
    first: { build: 1 + firstItem, item: firstItem, prefix: isRight ? "right" : "left" },
    still: true,
  });
  return list === null ? null : listTop + list + padding - box.y;
}

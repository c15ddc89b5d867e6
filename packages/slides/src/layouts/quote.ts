import { createSketch, BASE } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { isShortened, layText } from "../text/lay-text.ts";
import { bodyLook, headingLook, strongLook } from "../text/look.ts";
import { mixColors } from "../theme/oklch.ts";
import { polishText } from "../text/polish-text.ts";
import { firstThatFits, type Layout } from "./layout.ts";

/** What somebody said, and who. */
export const QUOTE: Layout<"quote"> = {
  draw(slide, stage) {
    return firstThatFits(waysOf(stage), (size) => attempt(slide, stage, size));
  },
};

function waysOf({ frame, force }: Stage): number[] {
  const { quote, body, statement } = frame.grid.type;
  const ways = [...statement.slice(-1), ...quote, ...body.slice(-1)].toSorted((one, other) => other - one);
  return force ? ways.slice(-1) : ways;
}

async function attempt(
  slide: { text: string; name?: string | undefined; role?: string | undefined },
  stage: Stage,
  size: number,
) {
  const { frame, setter, theme, force } = stage;
  const { px } = frame;
  const { colors } = theme;
  const on = colors.background;
  const polish = (text: string) => polishText(text, { language: setter.language, short: false });
  const wide = frame.grid.form === "wide";
  const x = frame.left + (wide ? frame.columns(1) + px(24) : 0);
  const width = wide ? frame.columns(9) : frame.textRight - frame.left;
  const isLarge = size > (frame.grid.type.quote[0] ?? 0);
  const look = bodyLook(setter, size, { color: colors.text, on });
  const text = await layText(
    setter,
    polish(withoutQuotes(slide.text)),
    { ...look, lineHeight: setter.eastAsian ? 1.6 : 1.3 },
    { width, lines: isLarge ? 3 : 7, shape: "even", force },
  );
  if (text === null) return null;
  const name =
    slide.name === undefined
      ? null
      : await layText(
          setter,
          polish(slide.name),
          strongLook(setter, frame.grid.type.label, { color: colors.text, on }),
          {
            width,
            lines: 2,
            force: true,
          },
        );
  const role =
    slide.role === undefined
      ? null
      : await layText(
          setter,
          polish(slide.role),
          bodyLook(setter, frame.grid.type.label, { color: colors.muted, on }, { role: "label", lineHeight: 1.4 }),
          { width, lines: 2, force: true },
        );
  const mark = await layText(
    setter,
    setter.eastAsian ? "「" : "“",
    { ...headingLook(setter, 160, { color: mixColors(colors.accent, on, 0.55), on }), role: "figure", lineHeight: 1 },
    { width, force: true },
  );
  if (mark === null) return null;
  const markGap = wide ? 0 : px(88);
  const byline = [name, role].reduce((sum, one) => sum + (one === null ? 0 : one.height), 0);
  const height = markGap + text.height + (byline > 0 ? px(48) + byline : 0);
  if (height > frame.bottom - frame.top && !force) return null;
  const sketch = createSketch();
  if (force && isShortened(text)) {
    sketch.finding({ code: "text-shortened", message: `The quote “${slide.text}” is too long: it ends in “…”.` });
  }
  let y = Math.round(Math.max(frame.top, Math.min((frame.height - height) / 2, frame.bottom - height)));
  // The opening bracket keeps to the right of its square.
  const markX = wide ? frame.left : x - (setter.eastAsian ? px(88) : 0);
  sketch.text(BASE, mark, { x: markX, y: y - px(16) });
  y += markGap;
  sketch.text(BASE, text, { x, y });
  y += text.height + px(48);
  if (name !== null) {
    sketch.text(BASE, name, { x, y });
    y += name.height;
  }
  if (role !== null) sketch.text(BASE, role, { x, y });
  return sketch.done();
}

/** The mark beside it says that it is one. */
function withoutQuotes(text: string): string {
  return text.trim().replace(/^["“„«「『]+(.*?)["”“»」』]+$/su, "$1");
}

import { BASE, createSketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText } from "../text/lay-text.ts";
import { headingLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { firstThatFits, type Layout } from "./layout.ts";

/** Between two parts of a movie: their number, their name, a bar. */
export const SECTION: Layout<"section"> = {
  async draw({ number, title }, stage) {
    const { frame, setter, theme, force } = stage;
    const { px } = frame;
    const { cover } = theme;
    const on = cover.background;
    const width = frame.grid.form === "wide" ? frame.columns(10) : frame.textRight - frame.left;
    const text = polishText(title, { language: setter.language, short: true });
    const laid = await firstThatFits(waysOf(stage), ({ size, lines }) =>
      layText(setter, text, headingLook(setter, size, { color: cover.text, on }), {
        width,
        lines,
        shape: "even",
        force,
      }),
    );
    if (laid === null) return null;
    const sketch = createSketch();
    const figure =
      number === undefined
        ? undefined
        : await layText(
            setter,
            String(number).padStart(2, "0"),
            { ...headingLook(setter, 56, { color: cover.accent, on }), role: "figure", tracking: 0 },
            { width },
          );
    const figureHeight = figure == null ? 0 : figure.height + px(24);
    const height = figureHeight + laid.height + px(48) + px(8);
    let y = Math.max(frame.top, Math.round((frame.height - height) / 2));
    if (y + height > frame.bottom) y = Math.max(frame.top, frame.bottom - height);
    const x = frame.left;
    if (figure != null) sketch.text(BASE, figure, { x, y });
    sketch.text(BASE, laid, { x, y: y + figureHeight });
    const bar = { x, y: y + height - px(8), height: px(8), radius: Math.min(px(4), px(theme.radius)) };
    const layer = sketch.layer({ id: "bar", build: 0, enter: "draw-right" });
    sketch.shape(layer, { ...bar, width: px(240), fill: cover.accent });
    return sketch.done();
  },
};

function waysOf({ frame, force }: Stage): { size: number; lines: number }[] {
  const { statement } = frame.grid.type;
  const ways = statement.flatMap((size) => [2, 3].map((lines) => ({ size, lines })));
  return force ? ways.slice(-1) : ways;
}

import type { Frame } from "../frame/frame.ts";
import { BASE, createSketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText, type LaidText } from "../text/lay-text.ts";
import { bodyLook, strongLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { evenParts, firstThatFits, type Layout } from "./layout.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** Who did what. */
export const CREDITS: Layout<"credits"> = {
  draw(slide, stage) {
    if (slide.rows.length > MOST_ROWS && !stage.force) return Promise.resolve(null);
    const { body, label } = stage.frame.grid.type;
    const sizes = [...body, label];
    return firstThatFits(stage.force ? [label] : sizes, (size) => attempt(slide, stage, size));
  },
  split(slide) {
    if (slide.rows.length < 2) return null;
    const most = Math.min(MOST_ROWS, Math.ceil(slide.rows.length / 2));
    return evenParts(slide.rows, most).map((rows) => ({ ...slide, rows }));
  },
};

const MOST_ROWS = 8;

async function attempt(
  slide: { title?: string | undefined; rows: readonly { role: string; name: string }[] },
  stage: Stage,
  size: number,
) {
  const { frame, setter, theme, force } = stage;
  const { colors } = theme;
  const { px } = frame;
  const sketch = createSketch();
  const top = await placeTitle(sketch, stage, slide);
  if (top === null) return null;
  const on = colors.background;
  const polish = (text: string) => polishText(text, { language: setter.language, short: false });
  const right = frame.textRight;
  const width = right - frame.left;
  const roleLook = bodyLook(setter, size, { color: colors.muted, on }, { role: "label", lineHeight: 1.3 });
  const nameLook = strongLook(setter, size, { color: colors.text, on }, { role: "body", lineHeight: 1.3 });
  const roles: LaidText[] = [];
  for (const { role } of slide.rows) {
    const laid = await layText(setter, polish(role), roleLook, { width: width * 0.34, lines: 2, force });
    if (laid === null) return null;
    roles.push(laid);
  }
  const column = frame.left + Math.max(...roles.map((role) => role.width)) + px(56);
  const rows: { role: LaidText; name: LaidText; height: number }[] = [];
  for (const [index, { name }] of slide.rows.entries()) {
    const laid = await layText(setter, polish(name), nameLook, { width: right - column, lines: 2, force });
    const role = roles[index];
    if (laid === null || role === undefined) return null;
    rows.push({ role, name: laid, height: Math.max(laid.height, role.height) });
  }
  const gap = px(24);
  const height = rows.reduce((sum, row) => sum + row.height, 0) + gap * (rows.length - 1);
  const room = frame.bottom - top;
  if (height > room && !force) return null;
  let y = top + spaceAbove(room - height, { frame, isAlone: slide.title === undefined });
  for (const row of rows) {
    if (y + row.height > frame.bottom) {
      sketch.finding({ code: "rows-left-out", message: "Not all of the credits fit on their slide." });
      break;
    }
    sketch.text(BASE, row.role, { x: frame.left, y });
    sketch.text(BASE, row.name, { x: column, y });
    y += row.height + gap;
  }
  return sketch.done();
}

/** Few names do not hang under their title. */
function spaceAbove(free: number, { frame, isAlone }: { frame: Frame; isAlone: boolean }): number {
  if (isAlone) return Math.max(0, Math.round(free / 2));
  const step = frame.px(8);
  return free > (frame.bottom - frame.top) * 0.45 ? step * Math.round((free * 0.28) / step) : 0;
}

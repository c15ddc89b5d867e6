import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText } from "../text/lay-text.ts";
import { bodyLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";

/** Says at the foot where something comes from; the height at which what is above it ends. */
export async function placeSource(
  sketch: Sketch,
  { frame, setter, theme }: Stage,
  source: string | undefined,
  { x = frame.left, width = frame.textRight - frame.left }: { x?: number; width?: number } = {},
): Promise<number> {
  if (source === undefined) return frame.bottom;
  const { colors } = theme;
  const look = bodyLook(
    setter,
    frame.grid.type.floor,
    { color: colors.muted, on: colors.background },
    { role: "source", lineHeight: 1.4 },
  );
  const text = polishText(source, { language: setter.language, short: false });
  const laid = await layText(setter, text, look, { width, lines: 1, force: true });
  if (laid === null) return frame.bottom;
  const y = frame.bottom - laid.height;
  sketch.text(BASE, laid, { x, y });
  return y - frame.px(32);
}

import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { layText } from "../text/lay-text.ts";
import { bodyLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";

/** What a chart counts, close under its title: moves up what was to begin at `below`. The height at which content may begin. */
export async function placeSubtitle(
  sketch: Sketch,
  { frame, setter, theme }: Stage,
  { below, parts }: { below: number | null; parts: readonly (string | undefined)[] },
): Promise<number | null> {
  const text = parts.filter((part) => part !== undefined).join(", ");
  if (text === "" || below === null) return below;
  const { colors } = theme;
  const look = bodyLook(
    setter,
    frame.grid.type.label,
    { color: colors.muted, on: colors.background },
    { role: "label", lineHeight: 1.4 },
  );
  const polished = polishText(text, { language: setter.language, short: false });
  const laid = await layText(setter, polished, look, { width: frame.right - frame.left, lines: 2, force: true });
  if (laid === null) return null;
  const y = below - frame.px(theme.decoration === "double-rule" ? 24 : 40);
  sketch.text(BASE, laid, { x: frame.left, y });
  return y + laid.height + frame.px(40);
}

import { BASE, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { isShortened, layText, type LaidText } from "../text/lay-text.ts";
import { headingLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { firstThatFits } from "../layouts/layout.ts";

/** Puts the title of a slide at its top, with what the theme draws there; the height at which content may begin, or null. */
export async function placeTitle(
  sketch: Sketch,
  stage: Stage,
  { title, width: wanted }: { title?: string | undefined; width?: number },
): Promise<number | null> {
  const { frame, theme } = stage;
  if (title === undefined) return frame.top;
  const width = wanted ?? frame.titleRight - frame.left;
  const laid = await layTitle(stage, title, width);
  if (laid === null) return null;
  if (isShortened(laid) && !title.endsWith("…")) {
    sketch.finding({
      code: "text-shortened",
      message: `The title “${title}” is too long for two lines: it ends in “…”.`,
    });
  }
  sketch.text(BASE, laid, { x: frame.left, y: frame.top });
  const bottom = frame.top + laid.height;
  const rule = (y: number, height: number, ruleWidth: number, fill: string) =>
    sketch.shape(BASE, { x: frame.left, y, width: ruleWidth, height: Math.max(1, height), fill });
  switch (theme.decoration) {
    case "rule":
      rule(frame.top - frame.px(32), frame.px(6), frame.px(72), theme.colors.accent);
      return bottom + frame.px(56);
    case "glow":
      rule(frame.top - frame.px(32), frame.px(4), frame.px(72), theme.colors.accent);
      return bottom + frame.px(56);
    case "double-rule":
      for (const [down, thickness] of [[16, 4] as const, [24, 2] as const]) {
        const below = wanted ?? frame.right - frame.left;
        rule(bottom + frame.px(down), frame.px(thickness), below, theme.colors.accent);
      }
      return bottom + frame.px(72);
    case "bold":
      rule(frame.top - frame.px(32), frame.px(8), width, theme.colors.text);
      return bottom + frame.px(56);
  }
}

async function layTitle(stage: Stage, title: string, width: number): Promise<LaidText | null> {
  const { setter, theme, frame } = stage;
  const text = polishText(title, { language: setter.language, short: true });
  const { title: steps } = frame.grid.type;
  const lookAt = (size: number) => headingLook(setter, size, { color: theme.colors.text, on: theme.colors.background });
  const room = { width, lines: 2, shape: "even" as const };
  const fits = await firstThatFits(steps, (size) => layText(setter, text, lookAt(size), room));
  return fits ?? (await layText(setter, text, lookAt(steps.at(-1) ?? 0), { ...room, force: true }));
}

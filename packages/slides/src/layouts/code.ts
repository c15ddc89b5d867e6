import type { SlideOf } from "@proxx/contract";
import { layCode, type CodeLine } from "../code/lay-code.ts";
import type { CodeToken } from "../code/highlight-code.ts";
import { expandCode } from "../code/expand-code.ts";
import type { Box } from "../scene/scene.ts";
import { BASE, createSketch, type Sketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import type { Look } from "../text/look.ts";
import { evenParts, firstThatFits, type Layout } from "./layout.ts";
import { placeTitle } from "../blocks/place-title.ts";

/** Code on a panel, in colours. Lines that are spoken of stay as they are, the others are set back. */
export const CODE: Layout<"code"> = {
  async draw(slide, stage) {
    const tokens = await stage.highlightCode(expandCode(slide.code).join("\n"), slide.language);
    const sizes = stage.frame.grid.type.code;
    const least = sizes.at(-1) ?? 0;
    const ways = [...sizes.map((size) => ({ size, wrap: false })), { size: least, wrap: true }];
    return firstThatFits(stage.force ? ways.slice(-1) : ways, (way) => attempt(slide, stage, { ...way, tokens }));
  },
  split(slide) {
    const lines = expandCode(slide.code);
    if (lines.length < 8) return null;
    let from = 0;
    return evenParts(lines, Math.ceil(lines.length / 2)).map((part) => {
      const { focus = [] } = slide;
      const inside = focus
        .map(([first, last]): [number, number] => [Math.max(1, first - from), Math.min(part.length, last - from)])
        .filter(([first, last]) => first <= last);
      from += part.length;
      const { focus: _, ...rest } = slide;
      return { ...rest, code: part.join("\n"), ...(inside.length > 0 ? { focus: inside } : {}) };
    });
  },
};

const LINE_HEIGHT = 1.45;
/** How much is seen of lines that are not spoken of. */
const SET_BACK = 0.45;

async function attempt(
  slide: SlideOf<"code">,
  stage: Stage,
  { size, wrap, tokens }: { size: number; wrap: boolean; tokens: readonly (readonly CodeToken[])[] },
) {
  const { frame, theme, force } = stage;
  const { px } = frame;
  const sketch = createSketch();
  const top = await placeTitle(sketch, stage, slide);
  if (top === null) return null;
  const look: Look = {
    role: "code",
    face: "mono",
    size: px(size),
    weight: 500,
    lineHeight: LINE_HEIGHT,
    tracking: 0,
    color: theme.code.text,
    on: theme.code.panel,
  };
  const padding = { x: px(40), y: px(32) };
  const room = { width: frame.right - frame.left - 2 * padding.x, height: frame.bottom - top - 2 * padding.y };
  const lineHeight = Math.round(look.size * LINE_HEIGHT);
  const all = await layCode(stage, { tokens, look, width: room.width, wrap });
  if (all === null) return null;
  const most = Math.max(1, Math.floor(room.height / lineHeight));
  if (all.length > most && !force) return null;
  const lines = all.slice(0, most);
  if (lines.some(({ wrapped }) => wrapped)) {
    sketch.finding({
      code: "code-wrapped",
      message: "Lines of the code are wider than the slide, and go on in the next line.",
    });
  }
  if (all.length > most) {
    sketch.finding({ code: "code-shortened", message: `${all.length - most} lines of code do not fit on the slide.` });
  }
  const panel = {
    x: frame.left,
    y: top,
    width: frame.right - frame.left,
    height: lines.length * lineHeight + 2 * padding.y,
  };
  // A short piece of code stands a third down, as if on a page.
  panel.y += Math.round(Math.max(0, frame.bottom - top - panel.height) * 0.25);
  const place = { panel, padding, lineHeight };
  drawPanel(sketch, stage, { layer: BASE, lines, place, focus: null });
  for (const [index, focus] of (slide.focus ?? []).entries()) {
    const layer = sketch.layer({ id: `focus-${index}`, build: index + 1, enter: "fade", item: index });
    drawPanel(sketch, stage, { layer, lines, place, focus });
  }
  return sketch.done();
}

function drawPanel(
  sketch: Sketch,
  { theme, frame }: Stage,
  how: {
    layer: string;
    lines: readonly CodeLine[];
    place: { panel: Box; padding: { x: number; y: number }; lineHeight: number };
    focus: readonly [number, number] | null;
  },
): void {
  const { layer, lines, place, focus } = how;
  const { panel, padding, lineHeight } = place;
  sketch.shape(layer, { ...panel, purpose: "panel", fill: theme.code.panel, radius: frame.px(theme.radius) });
  for (const [index, { laid, spans, number }] of lines.entries()) {
    if (laid.lines[0]?.text.trim() === "") continue;
    const inFocus = focus === null || (number >= focus[0] && number <= focus[1]);
    const at = { x: panel.x + padding.x, y: panel.y + padding.y + index * lineHeight };
    sketch.text(layer, laid, { ...at, spans, opacity: inFocus ? 1 : SET_BACK });
  }
}

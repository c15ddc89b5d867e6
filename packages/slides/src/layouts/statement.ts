import { createSketch, BASE } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import type { ColoredSpan } from "../scene/scene.ts";
import { isShortened, layText } from "../text/lay-text.ts";
import { headingLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { firstThatFits, type Layout } from "./layout.ts";

/** One strong sentence, by itself. */
export const STATEMENT: Layout<"statement"> = {
  async draw(slide, stage) {
    const { frame, setter, theme, force } = stage;
    const { colors } = theme;
    const text = polishText(slide.text, { language: setter.language, short: true });
    const width = frame.grid.form === "wide" ? frame.columns(10) : 2 * frame.textRight - frame.width;
    const laid = await firstThatFits(waysOf(stage), async ({ size, lines }) => {
      const look = headingLook(setter, size, { color: colors.text, on: colors.background });
      const one = await layText(
        setter,
        text,
        { ...look, lineHeight: setter.eastAsian ? 1.45 : 1.15 },
        { width, lines, shape: "even", force },
      );
      return one === null || (one.height > frame.bottom - frame.top && !force) ? null : one;
    });
    if (laid === null) return null;
    const sketch = createSketch();
    if (force && isShortened(laid)) {
      sketch.finding({ code: "text-shortened", message: `The statement “${slide.text}” is too long: it ends in “…”.` });
    }
    const middle = (frame.height - laid.height) / 2;
    const y = Math.round(Math.max(frame.top, Math.min(middle, frame.bottom - laid.height)));
    const x = Math.round((frame.width - width) / 2);
    const spans = spansOf(text, slide.emphasis, { setter, color: colors.accent });
    sketch.text(BASE, laid, { x, y, width, align: "center", spans });
    return sketch.done();
  },
};

function waysOf({ frame, force }: Stage): { size: number; lines: number }[] {
  const { statement, quote } = frame.grid.type;
  const ways = [
    ...statement.flatMap((size) => [2, 3, 4].map((lines) => ({ size, lines }))),
    { size: quote[0] ?? 0, lines: 6 },
  ];
  return force ? ways.slice(-1) : ways;
}

/** Where the emphasised words stand, however their spaces and quotes were polished. */
function spansOf(
  text: string,
  emphasis: string | undefined,
  { setter, color }: { setter: Stage["setter"]; color: string },
): ColoredSpan[] {
  const plain = (one: string) => one.replaceAll("\u00A0", " ").toLocaleLowerCase(setter.language);
  const wanted = plain(polishText(emphasis ?? "", { language: setter.language, short: false })).replaceAll(JOINER, "");
  // Where each character of the text without its joiners stands in the text with them.
  const places = Array.from(text, (_, index) => index).filter((index) => text[index] !== JOINER);
  const from = plain(text).replaceAll(JOINER, "").indexOf(wanted);
  const [first, last] = [places[from], places[from + wanted.length - 1]];
  return wanted === "" || first === undefined || last === undefined ? [] : [{ from: first, to: last + 1, color }];
}

/** Keeps letters together, see `polishText`. */
const JOINER = "\u2060";

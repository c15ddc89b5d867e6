import type { SlideOf } from "@proxx/contract";
import { LOGO, signIn, standsOut } from "../blocks/place-logo.ts";
import type { SlideImage } from "../images/read-image.ts";
import { BASE, createSketch } from "../scene/sketch.ts";
import type { Stage } from "../scene/stage.ts";
import { isShortened, layText } from "../text/lay-text.ts";
import { bodyLook, headingLook, strongLook } from "../text/look.ts";
import { polishText } from "../text/polish-text.ts";
import { firstThatFits, type Layout } from "./layout.ts";

/** The first slide of a movie: one block, in the middle of the height. */
export const TITLE: Layout<"title"> = {
  async draw(slide, stage) {
    return firstThatFits(waysOf(stage), (way) => attempt(slide, stage, way));
  },
};

interface Way {
  readonly size: number;
  readonly subtitle: number;
  readonly lines: number;
  readonly withEyebrow: boolean;
}

function waysOf({ frame, force }: Stage): Way[] {
  const { cover, body } = frame.grid.type;
  const subtitle = body[1] ?? 0;
  const ways = cover.flatMap((size) => [2, 3].map((lines) => ({ size, subtitle, lines, withEyebrow: true })));
  const last = { size: cover.at(-1) ?? 0, subtitle: body.at(-1) ?? 0, lines: 4 };
  return force
    ? [{ ...last, withEyebrow: false }]
    : [...ways, { ...last, withEyebrow: true }, { ...last, withEyebrow: false }];
}

async function attempt(slide: SlideOf<"title">, stage: Stage, way: Way) {
  const { frame, setter, theme, force } = stage;
  const { cover } = theme;
  const { px } = frame;
  const polish = (text: string, short = true) => polishText(text, { language: setter.language, short });
  const width = frame.grid.form === "wide" ? frame.columns(11) : frame.textRight - frame.left;
  const on = cover.background;
  const sketch = createSketch();

  const title = await layText(setter, polish(slide.title), headingLook(setter, way.size, { color: cover.text, on }), {
    width,
    lines: way.lines,
    shape: "even",
    force,
  });
  const eyebrow =
    slide.eyebrow === undefined || !way.withEyebrow
      ? undefined
      : await layText(
          setter,
          polish(slide.eyebrow).toLocaleUpperCase(setter.language),
          strongLook(
            setter,
            frame.grid.type.label,
            { color: cover.accent, on },
            { role: "eyebrow", tracking: setter.eastAsian ? 0 : 0.08 },
          ),
          { width, lines: 1, force },
        );
  const subtitle =
    slide.subtitle === undefined
      ? undefined
      : await layText(
          setter,
          polish(slide.subtitle, false),
          bodyLook(setter, way.subtitle, { color: cover.muted, on }),
          {
            width: Math.min(frame.measure, frame.textRight - frame.left),
            lines: 3,
            shape: "even",
            force,
          },
        );
  if (title === null || eyebrow === null || subtitle === null) return null;

  // On a ground that it does not stand out from it is in its corner, on a plate.
  const sign = slide.logo === true && stage.logo !== null && standsOut(stage.logo, on) ? stage.logo : null;
  const signSize = sign === null ? null : largeSize(sign, stage);
  const heights = [
    signSize === null ? 0 : signSize.height + px(56),
    eyebrow === undefined ? 0 : eyebrow.height + px(24),
    title.height,
    subtitle === undefined ? px(48) : px(88) + subtitle.height,
  ];
  const height = heights.reduce((sum, one) => sum + one, 0);
  const bottom = frame.bottom;
  if (height > bottom - frame.top && !force) return null;
  const x = frame.left;
  let y = Math.max(frame.top, Math.round((frame.height - height) / 2));
  if (y + height > bottom) y = Math.max(frame.top, bottom - height);
  if (sign !== null && signSize !== null) {
    sketch.layer({ id: LOGO, build: 0, enter: "none" });
    sketch.picture(LOGO, signIn(sign, { x, y, ...signSize }));
    y += signSize.height + px(56);
  }
  if (eyebrow !== undefined) {
    sketch.text(BASE, eyebrow, { x, y });
    y += eyebrow.height + px(24);
  }
  sketch.text(BASE, title, { x, y });
  y += title.height;
  const ruleTop = y + px(40);
  if (theme.decoration === "double-rule") {
    sketch.shape(BASE, { x, y: ruleTop, width: px(240), height: px(6), fill: cover.accent });
    sketch.shape(BASE, { x, y: ruleTop + px(12), width: px(240), height: Math.max(1, px(2)), fill: cover.accent });
  } else {
    sketch.shape(BASE, { x, y: ruleTop, width: px(120), height: px(6), fill: cover.accent2 });
  }
  y += px(88);
  if (subtitle !== undefined) {
    const layer = sketch.layer({ id: "subtitle", build: 0, enter: "none" });
    sketch.text(layer, subtitle, { x, y });
  }
  for (const laid of [eyebrow, title, subtitle]) {
    if (force && laid !== undefined && isShortened(laid)) {
      sketch.finding({ code: "text-shortened", message: `The title slide “${slide.title}” has more text than fits.` });
    }
  }
  return sketch.done();
}

/** In pixels of the grid. */
const LARGE = { height: 128, width: 560 };

function largeSize(image: SlideImage, { frame: { px } }: Stage): { width: number; height: number } {
  const scale = Math.min(px(LARGE.height) / image.height, px(LARGE.width) / image.width);
  return { width: Math.round(image.width * scale), height: Math.round(image.height * scale) };
}

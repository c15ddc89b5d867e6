import type { Slide, SlideLayout } from "@proxx/contract";
import type { Scene } from "../scene/scene.ts";
import type { Stage } from "../scene/stage.ts";
import { BAR_CHART } from "./bar-chart.ts";
import { BULLETS } from "./bullets.ts";
import { CODE } from "./code.ts";
import { COMPARISON } from "./comparison.ts";
import { CREDITS } from "./credits.ts";
import { IMAGE_TEXT } from "./image-text.ts";
import { IMAGE } from "./image.ts";
import type { Layout } from "./layout.ts";
import { LINE_CHART } from "./line-chart.ts";
import { QUOTE } from "./quote.ts";
import { SECTION } from "./section.ts";
import { STATEMENT } from "./statement.ts";
import { TABLE } from "./table.ts";
import { TITLE } from "./title.ts";

const LAYOUTS: { readonly [Name in SlideLayout]: Layout<Name> } = {
  title: TITLE,
  section: SECTION,
  bullets: BULLETS,
  statement: STATEMENT,
  quote: QUOTE,
  code: CODE,
  table: TABLE,
  "bar-chart": BAR_CHART,
  "line-chart": LINE_CHART,
  "image-text": IMAGE_TEXT,
  image: IMAGE,
  comparison: COMPARISON,
  credits: CREDITS,
};

/** Null where it does not fit. */
export function layOut(slide: Slide, stage: Stage): Promise<Scene | null> {
  return layoutOf(slide).draw(slide, stage);
}

export function splitSlide(slide: Slide, stage: Stage): Slide[] | null {
  return layoutOf(slide).split?.(slide, stage) ?? null;
}

/** Whether it stands by itself, on the theme's cover. */
export function isCover(slide: Slide): boolean {
  return slide.layout === "title" || slide.layout === "section";
}

function layoutOf<Name extends SlideLayout>(slide: Extract<Slide, { layout: Name }>): Layout<Name>;
function layoutOf(slide: Slide): Layout<SlideLayout> {
  return LAYOUTS[slide.layout] as Layout<SlideLayout>;
}

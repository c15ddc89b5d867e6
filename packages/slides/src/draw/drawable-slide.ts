import type { Slide } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { Finding } from "../check/finding.ts";
import type { SlideImage } from "../images/read-image.ts";
import { textsOf, withTexts } from "./slide-texts.ts";

/** The slide without what cannot be drawn of it, and what that is. */
export async function drawableSlide(
  slide: Slide,
  { fonts, language, images }: { fonts: Fonts; language: string | undefined; images: ReadonlyMap<string, SlideImage> },
): Promise<{ readonly slide: Slide; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  let drawable = slide;
  if (hasNoImage(slide, images)) {
    drawable = withoutImage(slide);
    findings.push({ code: "image-missing", message: `The picture ${slide.image} is not there: drawn without it.` });
  }
  const missing = new Set<string>();
  for (const text of textsOf(drawable)) {
    for (const one of await fonts.missingGlyphs(text.slice(0, 9_000), language)) missing.add(one);
  }
  if (missing.size === 0) return { slide: drawable, findings };
  const named = [...missing].slice(0, 8).join(" ");
  findings.push({ code: "glyph-missing", message: `No font has a glyph for ${named}: drawn without.` });
  const without = async (text: string) => (await fonts.drawablePart(text, language)).text;
  return { slide: await withTexts(drawable, without), findings };
}

type WithImage = Extract<Slide, { image: string }>;

function hasNoImage(slide: Slide, images: ReadonlyMap<string, SlideImage>): slide is WithImage {
  return "image" in slide && !images.has(slide.image);
}

function withoutImage(slide: WithImage): Slide {
  if (slide.layout === "image") return { layout: "statement", text: slide.title ?? "…" };
  const { title, items, text } = slide;
  return { layout: "bullets", title, items: items ?? [text ?? title] };
}

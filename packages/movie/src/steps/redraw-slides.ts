import { readFile } from "node:fs/promises";
import type { Input } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { readImage, themeColors } from "@proxx/slides";
import type { Parts } from "../parts/parts.ts";
import { brandOf } from "../making/movie-settings.ts";
import { drawSection, drawSettings } from "../slides/draw-section.ts";
import type { ShownSlide } from "../video/shown-slide.ts";
import { fileBeside } from "./handed-on.ts";
import type { SlidesDocument } from "./slides-document.ts";

/** Slides as they were drawn, for the renderer: what of them is shown again is drawn when it is asked for. */
export async function redrawSlides(
  { theme, brand: written, size, subtitles, sections }: SlidesDocument,
  { input, language, fonts, parts }: { input: Input; language: string; fonts: Fonts; parts: Parts },
): Promise<{ slides: Map<string, ShownSlide[]>; colours: ReturnType<typeof themeColors> }> {
  const brand = written === null ? undefined : brandOf(written);
  const settings = await drawSettings({ theme, brand, logo: null, size, subtitles, language, fonts, parts });
  const slides = new Map<string, ShownSlide[]>();
  for (const { id, slide, picture } of sections) {
    const image =
      picture === null
        ? null
        : { data: await readImage(fonts, id, await readFile(fileBeside(input, picture))), sha256: picture };
    const drawn = await drawSection({ id, slide, image, backdrop: null }, settings);
    slides.set(
      id,
      drawn.map(({ shown }) => shown),
    );
  }
  return { slides, colours: themeColors(theme, brand) };
}

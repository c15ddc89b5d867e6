import { readFile } from "node:fs/promises";
import type { Input } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { readImage, themeColors } from "@proxx/slides";
import type { Parts } from "../parts/parts.ts";
import { drawSection, drawSettings } from "../slides/draw-section.ts";
import { readLogo } from "../slides/read-logo.ts";
import type { ShownSlide } from "../video/shown-slide.ts";
import { fileBeside } from "./handed-on.ts";
import type { SlidesDocument } from "./slides-document.ts";
import type { StepBrands } from "./step-brands.ts";

/** Slides as they were drawn, for the renderer: what of them is shown again is drawn when it is asked for. */
export async function redrawSlides(
  { theme, brand: written, configured, size, subtitles, sections }: SlidesDocument,
  { input, language, brands, parts }: { input: Input; language: string; brands: StepBrands; parts: Parts },
): Promise<{ slides: Map<string, ShownSlide[]>; colours: ReturnType<typeof themeColors>; fonts: Fonts }> {
  const {
    brand,
    logo: files,
    fonts,
  } = await (configured === null ? brands.find(written) : brands.findAgain(configured));
  const logo = files === undefined ? null : await readLogo(files, fonts);
  const settings = await drawSettings({ theme, brand, logo, size, subtitles, language, fonts, parts });
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
  return { slides, colours: themeColors(theme, brand), fonts };
}

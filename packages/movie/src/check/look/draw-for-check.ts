import type { Script } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { createHighlighter, drawSlides, type Brand, type SlideImage, type ThemeName } from "@proxx/slides";
import { chooseSlide, withoutPicture } from "../../slides/choose-slide.ts";
import type { SeenFile } from "./look-at-files.ts";
import type { SeenSection } from "./seen-movie.ts";

export interface SlideLook {
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: ThemeName;
  readonly brand: Brand | undefined;
  readonly subtitles: boolean;
  readonly fonts: Fonts;
}

/** Lays every slide out as it will be. Pictures of the network are left out, as where they cannot be had. */
export async function drawForCheck(
  script: Script,
  files: readonly SeenFile[],
  look: SlideLook,
): Promise<SeenSection[]> {
  const { brand, ...options } = look;
  const images = new Map<string, SlideImage>();
  for (const { purpose, path, image } of files) if (purpose === "picture" && image !== null) images.set(path, image);
  const [image, onDark = image] = files.flatMap((file) => (file.purpose === "logo" ? (file.image ?? []) : []));
  const logo = image === undefined ? {} : { logo: { image, onDark } };
  const highlightCode = createHighlighter();
  const sections: SeenSection[] = [];
  for (const [index, section] of script.sections.entries()) {
    const slide = section.slide ?? chooseSlide(section, script.language);
    const shown = "image" in slide && !images.has(slide.image) ? withoutPicture(slide) : slide;
    const drawn = await drawSlides(shown, {
      ...options,
      ...(brand === undefined ? {} : { brand }),
      ...logo,
      language: script.language,
      images,
      highlightCode,
    });
    sections.push({ section, slide, drawn, at: ["sections", index] });
  }
  return sections;
}

import type { Script, Section } from "@proxx/contract";
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
  const logos = files.filter(({ purpose }) => purpose === "logo").map(({ image }) => image);
  const [image, onDark = image] = logos;
  const logo = image == null || onDark == null ? {} : { logo: { image, onDark } };
  const highlightCode = createHighlighter();
  const sections: SeenSection[] = [];
  for (const [index, section] of script.sections.entries()) {
    const slide = section.slide ?? chooseSlide(section, script.language);
    const shown = "image" in slide && !images.has(slide.image) ? withoutPicture(slide) : slide;
    const drawn = await drawSlides(shown, {
      ...options,
      ...(brand === undefined ? {} : { brand }),
      ...logo,
      ...groundFor(section, files, index),
      language: script.language,
      images,
      highlightCode,
    });
    sections.push({ section, slide, drawn, at: ["sections", index] });
  }
  return sections;
}

/** What the slides of a section stand on, where it can be had. Of a film no picture is needed: it is veiled all the same. */
function groundFor({ background }: Section, files: readonly SeenFile[], index: number) {
  const file = files.find(({ purpose, at }) => purpose === "background" && at[1] === index);
  if (background === undefined || file === undefined || file.problem !== null) return {};
  if (file.image === null) return { overPicture: true };
  return { backdrop: { image: file.image, fit: background.fit ?? "cover", zoom: background.zoom ?? false } };
}

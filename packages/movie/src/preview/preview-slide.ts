import { movieSizeOf, type Artifact, type DrawnPreview, type Slide, type SlidePreview } from "@proxx/contract";
import { previewSize } from "../making/preview-section.ts";
import { chooseSlide, takesPicture, withoutPicture, withPicture } from "../slides/choose-slide.ts";
import { slidesDocumentSchema, type SlidesDocument } from "../steps/slides-document.ts";
import type { StepBrands } from "../steps/step-brands.ts";
import type { SlideThread } from "./slide-thread.ts";

/** The slides of the movie that a section is of, as its job has made them. */
export interface BaseSlides {
  readonly outputs: readonly Pick<Artifact, "kind" | "sha256">[];
  /** Null where it is not to be had any more. */
  readonly read: (sha256: string) => Promise<Uint8Array | null>;
}

/** Of the shorter side: a picture of it beside the script is no larger, on the finest of screens. */
const SHORTER_SIDE = 540;

/** Draws a slide of a section, as the movie would show it but for pictures that have not been brought yet. Keeps no file. */
export async function previewSlide(
  {
    section,
    language,
    theme = "quiet",
    brand: wanted,
    size: shape = "16:9",
    subtitles = true,
    slide = 1,
  }: SlidePreview,
  base: BaseSlides,
  { brands, thread }: { brands: StepBrands; thread: SlideThread },
): Promise<DrawnPreview> {
  const size = movieSizeOf(shape) ?? { width: 1920, height: 1080 };
  const { brand, logo, fonts } = await brands.find(wanted);
  const narrations = section.narrations.map((line, index) => ({ ...line, id: line.id ?? String(index) }));
  const bare = section.slide ?? chooseSlide({ ...section, id: section.id ?? "", narrations }, language);
  const picture = await pictureOf(section, base);
  const pictured = picture === null ? withoutPicture(bare) : withKnown(bare, section, picture.name);
  return await thread.draw({
    slide: pictured,
    language,
    theme,
    brand,
    logo,
    fontFiles: fonts.fontFiles,
    size: previewSize(size, SHORTER_SIDE),
    subtitles,
    picture: picture === null || !("image" in pictured) ? null : picture.data,
    index: slide - 1,
  });
}

/** The picture that a section of the movie shows, and what it is called there. */
async function pictureOf(
  { id }: SlidePreview["section"],
  { outputs, read }: BaseSlides,
): Promise<{ name: string; data: Uint8Array } | null> {
  const document = outputs.find(({ kind }) => kind === "slides");
  const bytes = document === undefined ? null : await read(document.sha256);
  const drawn = bytes === null ? null : slidesOf(bytes).sections.find((one) => one.id === id);
  const { picture = null, slide } = drawn ?? {};
  if (picture === null || slide === undefined || !("image" in slide)) return null;
  const data = outputs.some(({ sha256 }) => sha256 === picture) ? await read(picture) : null;
  return data === null ? null : { name: slide.image, data };
}

function slidesOf(bytes: Uint8Array): SlidesDocument {
  return slidesDocumentSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** The slide with that picture where it would have it, without any where it would have another. */
function withKnown(slide: Slide, section: SlidePreview["section"], name: string): Slide {
  if ("image" in slide) return slide.image === name ? slide : withoutPicture(slide);
  if (section.source_image_url !== name || !takesPicture(slide)) return slide;
  return withPicture(slide, { title: section.title, image: name, credit: section.image_credit });
}

import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Script, Section, Slide } from "@proxx/contract";
import { createFonts, type Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import { themeColors, type Brand, type ThemeName } from "@proxx/slides";
import type { Network } from "@proxx/network";
import { eachOf } from "../each-of.ts";
import { asStepError, inStep } from "../in-step.ts";
import type { Parts } from "../parts/parts.ts";
import { placePart } from "../parts/place-part.ts";
import { StepFailedError, type StepFailure } from "../step-failed-error.ts";
import type { StepDegradation, StepOptions } from "../step-options.ts";
import type { ShownSlide } from "../video/shown-slide.ts";
import { chooseSlide } from "./choose-slide.ts";
import { drawSection, drawSettings, type DrawSettings, type SectionSlide } from "./draw-section.ts";
import type { PictureModel } from "./picture-model.ts";
import { sectionBackdrop, type BackdropSources } from "./section-backdrop.ts";
import { pictureSlide, type PictureSources } from "./section-picture.ts";
import { readLogo, type LogoFiles } from "./read-logo.ts";
import { findingDegradations } from "./finding-degradations.ts";

export interface GenerateSlidesOptions extends StepOptions {
  /** The movie's folder: slides are put into its `slides/`. */
  folder: string;
  parts: Parts;
  /** Where relative paths of the script begin. @default the folder */
  scriptFolder?: string;
  /** @default "quiet" */
  theme?: ThemeName;
  brand?: Brand;
  /** In the corner of every slide. @default none */
  logo?: LogoFiles;
  /** @default 1920 × 1080 */
  size?: { width: number; height: number };
  /** Keeps the place of subtitles free. @default true */
  subtitles?: boolean;
  /** @default the bundled ones */
  fonts?: Fonts;
  /** Sections stand on their own pictures and films. @default true */
  backgrounds?: boolean;
  /** Reads films that sections stand on. @default none: sections do without them, and it is said */
  tools?: () => Promise<MediaTools>;
  /** Fetches the pictures of pages. @default none: slides do without them, and it is said */
  network?: Pick<Network, "fetchToFile">;
  /** Makes the pictures that `slide_prompt` asks for. @default none: slides do without them */
  pictureModel?: PictureModel;
}

export interface GeneratedSlides {
  /** By the section's id: what the renderer shows. */
  slides: ReadonlyMap<string, readonly ShownSlide[]>;
  files: readonly SlideFile[];
  /** What each section shows, in the order of the script: of this its slides are drawn again. */
  sections: readonly DrawnSlides[];
  /** Of the theme, for what is drawn beside slides. */
  colours: { background: string; accent: string; hairline: string };
  degradations: StepDegradation[];
}

interface DrawnSlides {
  id: string;
  slide: Slide;
  /** The file of the picture on it. */
  picture: { path: string; sha256: string } | null;
}

export interface SlideFile {
  sectionId: string;
  path: string;
  reused: boolean;
  /** Why it was drawn, null where it was not. */
  why: string | null;
}

/** How many sections are worked on at once: pictures are waited for, and drawing takes both cores. */
const AT_ONCE = 3;

/**
 * Draws the slides of a script: of each section its own, or one that is chosen by what is said in it. What was drawn of the
 * same before is taken as it is. Rejects with `StepFailedError` after all other sections are drawn.
 *
 * @example
 * const { slides } = await generateSlidesForScript(script, { folder: "out", parts, network, theme: "folio" });
 */
export async function generateSlidesForScript(
  script: Script,
  options: GenerateSlidesOptions,
): Promise<GeneratedSlides> {
  return await inStep("slides", options.signal, () => drawSections(script, options));
}

async function drawSections(script: Script, options: GenerateSlidesOptions): Promise<GeneratedSlides> {
  const { folder, parts, network, pictureModel, onProgress, signal = new AbortController().signal } = options;
  const { scriptFolder = folder, size = { width: 1920, height: 1080 }, theme = "quiet", brand } = options;
  const { fonts = createFonts() } = options;
  signal.throwIfAborted();
  const { tools, backgrounds = true } = options;
  const ofPictures: PictureSources = { parts, fonts, scriptFolder, network, pictureModel, size, signal };
  const sources = { ...ofPictures, tools, backgrounds } satisfies PictureSources & BackdropSources;
  const { subtitles = true } = options;
  const logo = options.logo === undefined ? null : await readLogo(options.logo, fonts);
  const settings = await drawSettings({ theme, brand, logo, size, subtitles, language: script.language, fonts, parts });
  const { sections } = script;
  const drawn: (DrawnSection | StepFailure)[] = [];
  let done = 0;
  onProgress?.(done, sections.length, `Slides of ${sections.length} sections to draw`);
  const draw = async (section: Section, index: number) => {
    drawn[index] = await sectionSlides(section, { sources, settings, folder });
    done += 1;
    onProgress?.(done, sections.length, `Drew ${done} of ${sections.length} sections: ${section.title}`);
  };
  await eachOf(sections, AT_ONCE, draw, signal);
  signal.throwIfAborted();
  const failures = drawn.filter((one) => "error" in one);
  if (failures.length > 0) throw new StepFailedError("slides", failures);
  const made = drawn.filter((one) => "slides" in one);
  const files = made.flatMap((one) => one.files);
  await removeStale(files);
  return {
    slides: new Map(made.map(({ id, slides }) => [id, slides.map(({ shown }) => shown)])),
    files,
    sections: made.map(({ id, slide, picture }) => ({ id, slide, picture })),
    colours: themeColors(theme, brand),
    degradations: made.flatMap(({ degradations }) => degradations),
  };
}

interface DrawnSection extends DrawnSlides {
  readonly slides: readonly SectionSlide[];
  readonly files: readonly SlideFile[];
  readonly degradations: readonly StepDegradation[];
}

async function sectionSlides(
  section: Section,
  { sources, settings, folder }: { sources: PictureSources & BackdropSources; settings: DrawSettings; folder: string },
): Promise<DrawnSection | StepFailure> {
  const { id, title } = section;
  try {
    const wanted = section.slide ?? chooseSlide(section, settings.language);
    const { slide, image, sha256, path: picturePath, degradations } = await pictureSlide(section, wanted, sources);
    const known = image === null || sha256 === null ? null : { data: image, sha256 };
    const { backdrop, degradations: without } = await sectionBackdrop(section, sources);
    const slides = await drawSection({ id, slide, image: known, backdrop }, settings);
    const picture = picturePath === null || sha256 === null ? null : { path: picturePath, sha256 };
    const files: SlideFile[] = [];
    for (const [index, { part }] of slides.entries()) {
      const path = slidePath(folder, id, index);
      await placePart(part, path);
      files.push({ sectionId: id, path, reused: part.reused, why: part.why });
    }
    const findings = slides.flatMap(({ part }) => part.facts.findings);
    return {
      id,
      slide,
      picture,
      slides,
      files,
      degradations: [...degradations, ...without, ...findingDegradations(section, findings)],
    };
  } catch (error) {
    if (sources.signal?.aborted === true) throw error;
    return { section: { id, title }, narration: null, error: asStepError(error) };
  }
}

/** No id has a dot in it, but one may well end in `-2`. */
function slidePath(folder: string, id: string, index: number): string {
  return join(folder, "slides", `${id}${index === 0 ? "" : `.${index + 1}`}.png`);
}

/** A section that has fewer slides than before leaves none of the others behind. */
async function removeStale(files: readonly SlideFile[]): Promise<void> {
  const named = new Set(files.map(({ path }) => path));
  for (const id of new Set(files.map(({ sectionId }) => sectionId))) {
    const own = files.filter(({ sectionId }) => sectionId === id);
    const [first] = own;
    if (first === undefined) continue;
    for (let number = own.length + 1; ; number++) {
      const path = first.path.replace(/\.png$/u, `.${number}.png`);
      if (named.has(path) || (await stat(path).catch(() => null)) === null) break;
      await rm(path, { force: true });
    }
  }
}

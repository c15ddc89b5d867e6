import { writeFile } from "node:fs/promises";
import { slideSchema, type Part, type Slide } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { hashFile } from "@proxx/media";
import {
  BACKDROP,
  createHighlighter,
  drawSlides,
  SLIDES_VERSION,
  slidesDrawnWith,
  type Brand,
  type HighlightCode,
  type SlideImage,
  type SlideLayer,
  type ThemeName,
} from "@proxx/slides";
import { z } from "zod";
import type { Parts } from "../parts/parts.ts";
import type { SectionBackdrop } from "./section-backdrop.ts";
import type { ReadLogo } from "./read-logo.ts";
import { shownSlide, type ShownSlide } from "../video/shown-slide.ts";

export interface DrawSettings {
  readonly theme: ThemeName;
  readonly brand: Brand | undefined;
  readonly logo: ReadLogo | null;
  readonly size: { readonly width: number; readonly height: number };
  readonly subtitles: boolean;
  readonly language: string;
  readonly fonts: Fonts;
  readonly highlightCode: HighlightCode;
  readonly parts: Parts;
  /** Of fonts of one's own. */
  readonly fontHashes: readonly string[];
  readonly drawnWith: Readonly<Record<string, string>>;
}

/** How slides are drawn, with what is looked up once for all of them. */
export async function drawSettings(
  wanted: Omit<DrawSettings, "highlightCode" | "fontHashes" | "drawnWith">,
): Promise<DrawSettings> {
  const fontHashes = await Promise.all(wanted.fonts.fontFiles.map((path) => hashFile(path)));
  return { ...wanted, highlightCode: createHighlighter(), fontHashes, drawnWith: slidesDrawnWith() };
}

/** A slide of a section: what the renderer shows, and its picture as a file. */
export interface SectionSlide {
  readonly shown: ShownSlide;
  readonly part: Part<SlideFacts>;
}

const placeSchema = z.strictObject({
  id: z.string(),
  width: z.int(),
  height: z.int(),
  opaque: z.boolean(),
  x: z.int(),
  y: z.int(),
  build: z.int(),
  enter: z.enum(["none", "fade", "rise", "grow-right", "grow-up", "draw-right"]),
  item: z.int().optional(),
  focus: z.strictObject({ x: z.number(), y: z.number() }).optional(),
});

const factsSchema = z.strictObject({
  /** How many slides the section has. */
  count: z.int().min(1),
  slide: slideSchema,
  layers: z.array(placeSchema),
  findings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});

type SlideFacts = z.output<typeof factsSchema>;

/** Draws the slides of a section, or finds them as they were drawn: their pixels are drawn again only where they are asked for. */
export async function drawSection(
  section: {
    readonly id: string;
    readonly slide: Slide;
    readonly image: { data: SlideImage; sha256: string } | null;
    readonly backdrop: SectionBackdrop | null;
  },
  settings: DrawSettings,
): Promise<SectionSlide[]> {
  const { slide, image, backdrop } = section;
  const { theme, brand, logo, size, subtitles, language, fonts, highlightCode, parts, fontHashes } = settings;
  const ingredients = {
    slide,
    picture: image?.sha256 ?? null,
    theme,
    brand: brand ?? null,
    logo: logo?.sha256 ?? null,
    backdrop: backdrop === null ? null : backdropIngredients(backdrop),
    size,
    subtitles,
    language,
    fonts: fontHashes,
    version: SLIDES_VERSION,
    drawnWith: settings.drawnWith,
  };
  const images = new Map<string, SlideImage>();
  if (image !== null && "image" in slide) images.set(slide.image, image.data);
  const lookOptions = { theme, size, subtitles, language, fonts, images, highlightCode };
  const draw = remembered(async () => {
    const drawn = await drawSlides(slide, {
      ...lookOptions,
      ...(brand === undefined ? {} : { brand }),
      ...(logo === null ? {} : { logo }),
      ...(backdrop === null ? {} : { backdrop: backdrop.backdrop }),
    });
    return Promise.all(
      drawn.map(async (one) => ({
        drawn: one,
        shown: shownSlide({
          slide: one.slide,
          layers: await Promise.all(
            shownLayers(one.layers, backdrop).map(async (layer) => ({ ...layer, pixels: await layer.pixels() })),
          ),
        }),
      })),
    );
  });

  async function slideAt(index: number): Promise<SectionSlide> {
    const shownAs = `slide ${section.id}${index === 0 ? "" : `.${index + 1}`}`;
    const what = {
      kind: "slide",
      shown: shownAs,
      ingredients: { ...ingredients, index },
      extension: "png",
      facts: factsSchema,
    };
    const part = await parts.part(what, async (path) => {
      const all = await draw();
      const own = all[index];
      if (own === undefined) throw new Error(`The section ${section.id} has no slide ${index + 1}`);
      await writeFile(path, await own.drawn.png());
      return factsOf(own, all.length);
    });
    return { part, shown: shownFrom(part.facts, async (layer) => pixelsOf((await draw())[index]?.shown, layer)) };
  }

  const first = await slideAt(0);
  const slides = [first];
  for (let index = 1; index < first.part.facts.count; index++) slides.push(await slideAt(index));
  return slides;
}

function backdropIngredients({ sha256, isFilm, backdrop: { fit, zoom } }: SectionBackdrop) {
  return { sha256, isFilm, fit, zoom };
}

/** A film is put behind its slides when it is shown. */
function shownLayers(layers: readonly SlideLayer[], backdrop: SectionBackdrop | null): readonly SlideLayer[] {
  return backdrop?.isFilm === true ? layers.filter(({ id }) => id !== BACKDROP) : layers;
}

function factsOf(
  { drawn, shown }: { drawn: { findings: readonly { code: string; message: string }[] }; shown: ShownSlide },
  count: number,
): SlideFacts {
  const layers = shown.layers.map(({ picture, x, y, build, enter, item, focus }) => ({
    id: picture.id,
    width: picture.width,
    height: picture.height,
    opaque: picture.opaque ?? false,
    x,
    y,
    build,
    enter,
    ...(item === undefined ? {} : { item }),
    ...(focus === undefined ? {} : { focus }),
  }));
  return {
    count,
    slide: shown.slide,
    layers,
    findings: drawn.findings.map(({ code, message }) => ({ code, message })),
  };
}

function shownFrom({ slide, layers }: SlideFacts, pixels: (layer: number) => Promise<Uint8Array>): ShownSlide {
  return {
    slide,
    layers: layers.map(({ id, width, height, opaque, ...place }, index) => ({
      ...place,
      picture: { id, width, height, opaque, pixels: () => pixels(index) },
    })),
  };
}

async function pixelsOf(shown: ShownSlide | undefined, layer: number): Promise<Uint8Array> {
  const found = shown?.layers[layer];
  if (found === undefined) throw new Error("A slide was drawn with other layers than before");
  return found.picture.pixels();
}

/** What was drawn is kept as long as somebody else has it or there is room for it: a slide is up to 30 MB. */
function remembered<Result extends object>(make: () => Promise<Result>): () => Promise<Result> {
  let kept: WeakRef<Result> | undefined;
  let making: Promise<Result> | undefined;
  return async () => {
    const known = kept?.deref();
    if (known !== undefined) return known;
    making ??= make();
    try {
      const made = await making;
      kept = new WeakRef(made);
      return made;
    } finally {
      making = undefined;
    }
  };
}

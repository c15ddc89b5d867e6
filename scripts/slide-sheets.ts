// Draws every layout in every theme, as pages of small pictures: for docs/movies.md, and to look at after a change.
//
//   node --conditions=@proxx/source scripts/slide-sheets.ts [FOLDER [NAME…]]
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Slide } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { checkSlide, createHighlighter, drawSlides, THEME_NAMES, type ThemeName } from "@proxx/slides";
import { sampleImages, sampleLogo } from "../packages/slides/test/sample-images.ts";
import { ENGLISH, JAPANESE } from "../packages/slides/test/sample-slides.ts";

interface Sheet {
  readonly name: string;
  readonly pages: readonly {
    readonly theme: ThemeName;
    readonly slides: readonly Slide[];
    readonly language: string;
    /** In the colours and with the logo of a brand. */
    readonly isBranded?: boolean;
    /** Before a picture. */
    readonly isOverPicture?: boolean;
  }[];
  readonly size: { readonly width: number; readonly height: number };
  readonly columns: number;
  /** Of one slide, in pixels. */
  readonly width: number;
}

const WIDE = { width: 1920, height: 1080 };
const EACH_LAYOUT = ENGLISH.filter(
  (slide, index) =>
    slide.layout === "bar-chart" || ENGLISH.findIndex(({ layout }) => layout === slide.layout) === index,
);
const FEW = ["title", "quote", "code", "bar-chart"].flatMap(
  (layout) => ENGLISH.find((slide) => slide.layout === layout) ?? [],
);

const SHEETS: readonly Sheet[] = [
  ...(["quiet", "circuit", "folio", "signal"] as const).map((theme) => ({
    name: `slides-${theme}`,
    pages: [{ theme, slides: EACH_LAYOUT, language: "en" }],
    size: WIDE,
    columns: 4,
    width: 420,
  })),
  {
    name: "slides-variants",
    pages: (["quiet-dark", "circuit-light", "folio-dark", "signal-dark"] as const).map((theme) => ({
      theme,
      slides: FEW,
      language: "en",
    })),
    size: WIDE,
    columns: 4,
    width: 420,
  },
  {
    name: "slides-brand",
    pages: (["quiet", "circuit", "folio", "signal"] as const).map((theme) => ({
      theme,
      slides: [
        { layout: "title", title: "Who pulls the sea", subtitle: "A brand’s title card", logo: true },
        ...["bullets", "image-text", "quote"].flatMap(
          (layout) => ENGLISH.find((slide) => slide.layout === layout) ?? [],
        ),
      ],
      language: "en",
      isBranded: true,
    })),
    size: WIDE,
    columns: 4,
    width: 420,
  },
  {
    name: "slides-backgrounds",
    pages: (["quiet", "circuit", "folio", "signal"] as const).map((theme) => ({
      theme,
      slides: ["title", "bullets", "bar-chart", "quote"].flatMap(
        (layout) => ENGLISH.find((slide) => slide.layout === layout) ?? [],
      ),
      language: "en",
      isOverPicture: true,
    })),
    size: WIDE,
    columns: 4,
    width: 420,
  },
  {
    name: "slides-japanese",
    pages: [{ theme: "folio", slides: JAPANESE, language: "ja" }],
    size: WIDE,
    columns: 4,
    width: 420,
  },
  {
    name: "slides-upright",
    pages: THEME_NAMES.filter((theme) => !theme.includes("-")).map((theme) => ({
      theme,
      slides: ["title", "bullets", "table", "line-chart", "image-text", "quote"].flatMap(
        (layout) => ENGLISH.find((slide) => slide.layout === layout) ?? [],
      ),
      language: "en",
    })),
    size: { width: 1080, height: 1920 },
    columns: 6,
    width: 240,
  },
];

const GAP = 8;

const BRAND = { accent: "#0a7f5a", accent2: "#b4540a" };

const [folder = "docs/images/movies", ...names] = process.argv.slice(2);
const fonts = createFonts();
const images = await sampleImages(fonts);
const logo = await sampleLogo(fonts);
const highlightCode = createHighlighter();
mkdirSync(folder, { recursive: true });
for (const sheet of SHEETS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const pictures: Uint8Array[] = [];
  for (const { theme, slides, language, isBranded, isOverPicture } of sheet.pages) {
    const look = { theme, language, size: sheet.size, fonts, images, highlightCode };
    const image = isOverPicture === true ? images.get("dusk.png") : undefined;
    const options = {
      ...look,
      ...(isBranded === true ? { brand: BRAND, logo } : {}),
      ...(image === undefined ? {} : { backdrop: { image, fit: "cover", zoom: false } as const }),
    };
    for (const slide of slides) {
      const [drawn] = await drawSlides(slide, options);
      if (drawn === undefined) continue;
      for (const { message } of checkSlide(drawn)) console.warn(`${sheet.name}: ${theme}: ${slide.layout}: ${message}`);
      pictures.push(await drawn.png());
    }
  }
  const path = join(folder, `${sheet.name}.webp`);
  writeFileSync(path, await drawSheet(pictures, sheet));
  console.log(path);
}

function drawSheet(pictures: readonly Uint8Array[], { size, columns, width }: Sheet): Promise<Uint8Array> {
  const cell = { width, height: Math.round((width * size.height) / size.width) };
  const rows = Math.ceil(pictures.length / columns);
  const whole = {
    width: columns * (cell.width + GAP) + GAP,
    height: rows * (cell.height + GAP) + GAP,
  };
  const children = pictures.map((_, index) => ({
    type: "container" as const,
    style: {
      position: "absolute" as const,
      display: "flex" as const,
      left: GAP + (index % columns) * (cell.width + GAP),
      top: GAP + Math.floor(index / columns) * (cell.height + GAP),
      ...cell,
    },
    children: [{ type: "image" as const, src: `${index}`, style: cell }],
  }));
  return fonts.renderer.render(
    { type: "container", style: { ...whole, position: "relative", backgroundColor: "#8a8f94" }, children },
    {
      ...whole,
      format: "webp",
      quality: 82,
      images: pictures.map((data, index) => ({ src: `${index}`, data, cache: "none" })),
    },
  );
}

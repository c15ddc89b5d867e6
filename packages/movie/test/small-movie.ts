import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Script, Slide } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { discoverTools, wavFile } from "@proxx/media";
import { createParts, type RenderVideoOptions, type SpokenFile } from "../src/index.ts";
import { shownSlide, type DrawnLayer } from "../src/video/shown-slide.ts";

export const tools = await discoverTools();
const fonts = createFonts();
export const size = { width: 480, height: 270 };
export const colours = { background: "#0d1219", accent: "#5cc8ff", hairline: "#2b3746" };

export const script: Script = {
  title: "Two & a half things",
  description: "What they are.",
  language: "en",
  sources: [{ url: "https://example.com/a", title: "A page", accessed_at: "2026-11-28T00:00:00Z" }],
  sections: [
    {
      id: "one",
      title: "The first",
      slide: { layout: "bullets", title: "Points", items: ["Quick", "Exact"] },
      narrations: [
        { id: "n1", text: "The first thing is quick." },
        { id: "n2", text: "And the second one is exact." },
      ],
    },
    {
      id: "two",
      title: "The second",
      slide: { layout: "statement", text: "That is all." },
      image_credit: "Nobody, CC0",
      narrations: [{ id: "n3", text: "That is all there is." }],
    },
  ],
};

/** A tone as long as the text, each word as long as its letters. */
function speak(folder: string, id: string, text: string): SpokenFile {
  const samples = Math.round(text.length * 0.06 * 48_000);
  const path = join(folder, `${id}.wav`);
  writeFileSync(
    path,
    wavFile(
      Int16Array.from({ length: samples }, (_, at) => 10_000 * Math.sin(at / 20)),
      48_000,
    ),
  );
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    start: index * 0.06,
    end: (index + word.length) * 0.06,
  }));
  return { id, path, seconds: samples / 48_000, words };
}

/** Lines at their places and nothing else; a limit is somebody else's affair. */
export function mixInto(folder: string): RenderVideoOptions["mixSound"] {
  return (lines, samples) => {
    const mixed = new Int16Array(samples);
    for (const { path, from } of lines) {
      const bytes = readFileSync(path);
      for (let at = 44; at + 1 < bytes.length; at += 2) mixed[from + (at - 44) / 2] = bytes.readInt16LE(at);
    }
    const path = join(folder, "mix.wav");
    writeFileSync(path, wavFile(mixed, 48_000));
    return Promise.resolve({ ingredients: [lines, samples], make: () => Promise.resolve({ path, promised: null }) });
  };
}

function layer(place: Partial<DrawnLayer> & { width: number; height: number }, colour: number[]): DrawnLayer {
  const pixels = new Uint8Array(place.width * place.height * 4);
  for (let at = 0; at < pixels.length; at += 4) pixels.set(colour, at);
  return { x: 0, y: 0, build: 0, enter: "none", ...place, pixels };
}

export function slideOf(slide: Slide | undefined, ground: number[]) {
  if (slide === undefined) return [];
  const items = slide.layout === "bullets" ? slide.items.length : 0;
  const layers = [
    layer(size, [...ground, 255]),
    layer({ width: 200, height: 20, x: 30, y: 20 }, [255, 255, 255, 255]),
    ...Array.from({ length: items }, (_, item) =>
      layer(
        { width: 300, height: 24, x: 30, y: 70 + 40 * item, build: item + 1, item, enter: "rise" },
        [90, 200, 255, 255],
      ),
    ),
  ];
  return [shownSlide({ slide, layers })];
}

export function options(folder: string, changes: Partial<RenderVideoOptions> = {}): RenderVideoOptions {
  const lines = script.sections.flatMap(({ narrations }) => narrations);
  return {
    folder,
    parts: createParts({ folder: join(folder, ".proxx") }),
    tools,
    fonts,
    spoken: lines.map(({ id, text }) => speak(folder, id, text)),
    slides: new Map(script.sections.map(({ id, slide }, index) => [id, slideOf(slide, [20, 40 + 60 * index, 90])])),
    mixSound: mixInto(folder),
    colours,
    size,
    ...changes,
  };
}

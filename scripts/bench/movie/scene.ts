import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Slide } from "@proxx/contract";
import { CAPTION_STYLES, createFonts, drawCaption } from "@proxx/drawing";
import type { KeepPart, Timeline, TimelineLayer } from "@proxx/renderer";
import { drawSlides } from "@proxx/slides";
import { runFfmpeg } from "@proxx/testing/make-clip";

const SIZE = { width: 1920, height: 1080 };
export const RATE = 30;
export const SLIDE_FRAMES = 225;
export const FADE_FRAMES = 15;
const CUE_FRAMES = 90;

export const SLIDES: readonly Slide[] = [
  { layout: "title", eyebrow: "Measured", title: "How a movie is rendered", subtitle: "Sixty seconds, eight slides" },
  { layout: "bullets", title: "What is different", items: ["150 of 1800 frames differ", "Held ones are ten bytes"] },
  { layout: "statement", text: "Time grows with changes, not with minutes", emphasis: "changes" },
  {
    layout: "bar-chart",
    title: "Frames",
    bars: [
      { label: "All", value: 1800 },
      { label: "Different", value: 150 },
    ],
  },
  { layout: "quote", text: "The fastest frame is the one that is not there.", name: "Nobody" },
  {
    layout: "table",
    title: "A frame",
    columns: ["Kind", "Bytes"],
    rows: [
      ["Key", 40_000],
      ["Held", 10],
    ],
  },
  { layout: "section", number: 2, title: "What remains" },
  { layout: "bullets", title: "What remains", items: ["Crossfades", "Key frames", "Sound"] },
];

/** The minute: eight slides, seven crossfades, twenty subtitles. What it needs as files lies in the folder. */
export async function drawScene(folder: string): Promise<Timeline> {
  return {
    ...SIZE,
    frameRate: { numerator: RATE, denominator: 1 },
    frames: SLIDES.length * SLIDE_FRAMES,
    background: "#000000",
    layers: await drawLayers(folder),
    keyFrames: SLIDES.map((_, index) => index * SLIDE_FRAMES),
  };
}

/** The same with a slow zoom on every slide: no frame is like the one before. */
export function withKenBurns(timeline: Timeline): Timeline {
  const { width, height } = SIZE;
  const near = { x: 60, y: 30, width: width * 0.92, height: height * 0.92 };
  return {
    ...timeline,
    layers: timeline.layers.map((layer) =>
      layer.picture.width === width
        ? { ...layer, journey: { ...SIZE, from: { x: 0, y: 0, ...SIZE }, to: near } }
        : layer,
    ),
  };
}

/** So many of it, one after the other, each with pictures of its own. */
export function oneAfterTheOther(timeline: Timeline, times: number): Timeline {
  const turns = Array.from({ length: times }, (_, turn) => turn * timeline.frames);
  return {
    ...timeline,
    frames: timeline.frames * times,
    keyFrames: turns.flatMap((start) => timeline.keyFrames.map((frame) => start + frame)),
    layers: turns.flatMap((start) =>
      timeline.layers.map(({ picture, from, to, ...layer }) => ({
        ...layer,
        picture: { ...picture, id: `${picture.id}, from ${start}` },
        from: start + from,
        to: start + Math.min(to, timeline.frames),
      })),
    ),
  };
}

/** Slides and subtitles as layers; the same as files, for ffmpeg. */
async function drawLayers(folder: string): Promise<TimelineLayer[]> {
  const fonts = createFonts();
  const layers: TimelineLayer[] = [];
  const last = SLIDES.length * SLIDE_FRAMES;
  for (const [index, slide] of SLIDES.entries()) {
    const [drawn] = await drawSlides(slide, { theme: "circuit", size: SIZE, fonts });
    if (drawn === undefined) continue;
    const png = join(folder, `slide-${index}.png`);
    const raw = join(folder, "slide.raw");
    writeFileSync(png, await drawn.png());
    const pixels = await rawPixels(png, raw);
    layers.push({
      picture: { id: `slide ${index}`, ...SIZE, opaque: true, pixels: () => pixels },
      from: index * SLIDE_FRAMES,
      to: Math.min(last, (index + 1) * SLIDE_FRAMES + FADE_FRAMES),
      x: 0,
      y: 0,
      enter: index === 0 ? undefined : { kind: "fade", frames: FADE_FRAMES },
    });
  }
  const cues: string[] = [];
  for (let index = 0; index * CUE_FRAMES < last; index++) {
    const text = `This is the subtitle with the number ${index + 1}`;
    const { image, x, y, width, height } = await drawCaption(fonts, {
      lines: [[{ text }]],
      style: CAPTION_STYLES.youtube,
      frame: SIZE,
      format: "rgba",
    });
    const [from, to] = [index * CUE_FRAMES + 6, index * CUE_FRAMES + 81];
    layers.push({ picture: { id: text, width, height, pixels: () => image }, from, to, x, y });
    cues.push(`${index + 1}\n${clock(from / RATE)} --> ${clock(to / RATE)}\n${text}\n`);
  }
  writeFileSync(join(folder, "subtitles.srt"), cues.join("\n"));
  return layers;
}

async function rawPixels(png: string, raw: string): Promise<Uint8Array> {
  runFfmpeg(["-i", png, "-f", "rawvideo", "-pix_fmt", "rgba", raw]);
  return await readFile(raw);
}

/** An empty folder of parts. */
export function freshParts(folder: string): KeepPart {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return keepIn(folder);
}

function keepIn(folder: string): KeepPart {
  return async ({ kind, ingredients, extension }, make) => {
    const key = createHash("sha256").update(JSON.stringify(ingredients)).digest("hex").slice(0, 32);
    const path = join(folder, `${kind}-${key}.${extension}`);
    if (existsSync(path)) return { path, reused: true };
    await make(`${path}.working`);
    renameSync(`${path}.working`, path);
    return { path, reused: false };
  };
}

function clock(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace(".", ",");
}

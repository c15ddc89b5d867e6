// A minute of eight slides, crossfaded, with twenty burned subtitles, against the one ffmpeg command that is usually written
// for it (looped stills, xfade, subtitles), with the same preset. Slides are drawn beforehand for both.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Slide } from "@proxx/contract";
import { CAPTION_STYLES, createFonts, drawCaption } from "@proxx/drawing";
import { discoverTools } from "@proxx/media";
import { renderTimeline, type KeepPart, type TimelineLayer } from "@proxx/renderer";
import { drawSlides } from "@proxx/slides";
import { runFfmpeg } from "@proxx/testing/make-clip";
import { alternate, print } from "./compare.ts";
import { finish } from "./finish.ts";

const SIZE = { width: 1920, height: 1080 };
const RATE = 30;
const SLIDE_FRAMES = 225;
const FADE_FRAMES = 15;
const CUE_FRAMES = 90;
const ROUNDS = 2;

const SLIDES: readonly Slide[] = [
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

export async function run({ json }: { json: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    const sound = join(folder, "sound.wav");
    const seconds = (SLIDES.length * SLIDE_FRAMES) / RATE;
    runFfmpeg(["-f", "lavfi", "-i", `anoisesrc=d=${seconds}:c=pink:a=0.2:r=48000`, sound]);
    const layers = await drawLayers(folder);
    const tools = await discoverTools();
    const [own, usual] = [join(folder, "own.mp4"), join(folder, "usual.mp4")];
    const parts = join(folder, "parts");
    const ours = async () => {
      rmSync(parts, { recursive: true, force: true });
      mkdirSync(parts);
      const timeline = {
        ...SIZE,
        frameRate: { numerator: RATE, denominator: 1 },
        frames: SLIDES.length * SLIDE_FRAMES,
        background: "#000000",
        layers,
        keyFrames: SLIDES.map((_, index) => index * SLIDE_FRAMES),
      };
      await renderTimeline(timeline, { output: own, sound, tools, keepPart: keepIn(parts) });
    };
    const { pairs: _pairs, ...figures } = await alternate(ROUNDS, ours, () =>
      finish(["ffmpeg", ...usualArguments(folder, sound, usual)]),
    );
    const comparison = {
      name: "a minute of 1080p30: eight slides, crossfades, twenty burned subtitles",
      ours: `only what changes, ${megabytes(own)} MB`,
      bare: `one ffmpeg command, the same preset, ${megabytes(usual)} MB`,
      ...figures,
      limit: "ratio ≤ 0.10; figure, ours in bytes to theirs, ≤ 1.6",
      figure: statSync(own).size / statSync(usual).size,
    };
    print([comparison], json);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

function usualArguments(folder: string, sound: string, output: string): string[] {
  const seconds = (SLIDE_FRAMES + FADE_FRAMES) / RATE;
  const stills = SLIDES.flatMap((_, index) => [
    "-loop",
    "1",
    "-framerate",
    String(RATE),
    "-t",
    String(seconds),
    "-i",
    join(folder, `slide-${index}.png`),
  ]);
  const fades = SLIDES.slice(1).map((_, index) => {
    const offset = ((index + 1) * SLIDE_FRAMES) / RATE;
    const before = index === 0 ? "0:v" : `x${index}`;
    return `[${before}][${index + 1}:v]xfade=transition=fade:duration=${FADE_FRAMES / RATE}:offset=${offset}[x${index + 1}]`;
  });
  const burned = `[x${SLIDES.length - 1}]subtitles=${join(folder, "subtitles.srt")},format=yuv420p[v]`;
  const total = (SLIDES.length * SLIDE_FRAMES) / RATE;
  return [
    ...["-hide_banner", "-v", "error", "-y", ...stills, "-i", sound],
    ...["-filter_complex", [...fades, burned].join(";"), "-map", "[v]", "-map", `${SLIDES.length}:a`],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-r", String(RATE)],
    ...["-c:a", "aac", "-b:a", "192k", "-t", String(total), "-movflags", "+faststart", output],
  ];
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

function megabytes(path: string): string {
  return (statSync(path).size / 1e6).toFixed(2);
}

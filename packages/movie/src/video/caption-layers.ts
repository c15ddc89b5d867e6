import { createHash } from "node:crypto";
import { canonicalJson } from "@proxx/contract";
import { drawCaption, drawnWith, placeCaption, type CaptionStyle, type Fonts } from "@proxx/drawing";
import { captionStates, hashFile, type Caption, type Rational, type ShownCaption } from "@proxx/media";
import type { TimelineLayer } from "@proxx/renderer";
import type { FrameSize } from "./look.ts";

export interface CaptionLayersOptions {
  readonly fonts: Fonts;
  readonly style: CaptionStyle;
  readonly size: FrameSize;
  readonly language: string;
  /** Whether the word that is spoken stands out. */
  readonly highlight: boolean;
  readonly frames: number;
  readonly frameRate: Rational;
}

/** Raise it when captions of the same words and style look different. */
export const CAPTION_VERSION = 1;

/** The subtitles as layers: one for each look that a caption has while it is spoken. */
export async function captionLayers(
  captions: readonly Caption[],
  options: CaptionLayersOptions,
): Promise<TimelineLayer[]> {
  const fontHashes = await Promise.all(options.fonts.fontFiles.map((path) => hashFile(path)));
  const drawnBy = { version: CAPTION_VERSION, fonts: fontHashes, packages: drawnWith() };
  const { frames, frameRate, highlight } = options;
  const states = captionStates(captions, { frames, rate: frameRate }, highlight);
  // All looks of a caption have the same place.
  const boxes = new Map<number, Promise<Box>>();
  const layers = states.map(async ({ from, to, shown }): Promise<TimelineLayer[]> => {
    const caption = shown === null ? undefined : captions[shown.caption];
    if (shown === null || caption === undefined) return [];
    const look = lookOf(caption, shown, options);
    const box = boxes.get(shown.caption) ?? placeCaption(options.fonts, look);
    boxes.set(shown.caption, box);
    const { x, y, width, height } = await box;
    const picture = {
      id: stateId(caption, shown, { ...options, drawnBy }),
      width,
      height,
      pixels: async () => (await drawCaption(options.fonts, look)).image,
    };
    return [{ picture, from, to, x, y }];
  });
  return (await Promise.all(layers)).flat();
}

interface Box extends FrameSize {
  readonly x: number;
  readonly y: number;
}

function lookOf(caption: Caption, shown: ShownCaption, { style, size, language }: CaptionLayersOptions) {
  return { lines: wordsIn(caption, shown), style, frame: size, language, format: "rgba" } as const;
}

function wordsIn({ lines }: Caption, { active, spoken }: ShownCaption) {
  let index = 0;
  return lines.map((line) =>
    line.map(({ text, joined }) => {
      const state = index === active ? "active" : index < spoken ? "spoken" : "normal";
      index++;
      return { text, joined, state } as const;
    }),
  );
}

/** The same for the same words in the same look, whenever they are said. */
function stateId(
  caption: Caption,
  shown: ShownCaption,
  { style, size, language, drawnBy }: CaptionLayersOptions & { drawnBy: object },
): string {
  const looks = { words: wordsIn(caption, shown), style, size, language, drawnBy };
  return `caption ${createHash("sha256").update(canonicalJson(looks)).digest("hex").slice(0, 32)}`;
}

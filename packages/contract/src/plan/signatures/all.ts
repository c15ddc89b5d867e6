import { generateAudio, generateImage, generateVideo, media, transcribe } from "./generate.ts";
import { merge } from "./merge.ts";
import { layers, reframe, removeBackground, transcode } from "./picture.ts";
import { lipSync, overlayAudio } from "./sound.ts";
import { addSubtitles, captions } from "./subtitles.ts";

/** Every operation a plan can name, by the name of its builder. */
export const SIGNATURES = {
  generateVideo,
  generateImage,
  generateAudio,
  transcribe,
  media,
  merge,
  reframe,
  lipSync,
  addSubtitles,
  captions,
  layers,
  removeBackground,
  overlayAudio,
  transcode,
} as const;

export type OperationName = keyof typeof SIGNATURES;

import { z } from "zod";
import { modelSchema } from "../model.ts";
import { loudness, volume } from "../parameter-types.ts";
import { mediaSource } from "../source.ts";
import { audioBedFields } from "./merge.ts";
import type { Signature } from "./signature.ts";

export const overlayAudio = {
  type: "overlayAudio",
  summary: "Sound over a film",
  params: z.strictObject({
    video: mediaSource("video", "audio").optional(),
    audio: mediaSource("audio", "video").optional(),
    ...audioBedFields,
    /** Of the film's own sound. @default 1 */
    originalVolume: volume().optional(),
    /** Turn the added sound down while the film speaks, by so many decibels; `true` is 12. */
    ducking: z.union([z.boolean().transform((on) => (on ? 12 : 0)), z.number().min(0).max(40)]).optional(),
    loudness: loudness().optional(),
  }),
  inputs: [
    { param: "video", accepts: ["video", "media"], required: true },
    { param: "audio", accepts: ["audio", "media"], required: true },
  ],
  yields: "video",
} as const satisfies Signature;

export const lipSync = {
  type: "lipSync",
  summary: "A film speaks other words",
  params: z.strictObject({
    video: mediaSource("video", "image").optional(),
    /** What is to be said. */
    audio: mediaSource("audio").optional(),
    /** The same as `audio`. */
    audioUrl: mediaSource("audio").optional(),
    /** Which model moves the lips; without one the sound is replaced and fitted. */
    model: modelSchema.optional(),
    loudness: loudness().optional(),
  }),
  inputs: [
    { param: "video", accepts: ["video", "image", "media"], required: true },
    { param: "audio", alias: "audioUrl", accepts: ["audio", "media"], required: true },
  ],
  yields: "video",
} as const satisfies Signature;

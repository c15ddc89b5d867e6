import { z } from "zod";
import { modelSchema } from "../model.ts";
import { mapLeaves, Reference } from "../reference.ts";
import { aspectRatio, duration, frameRate, language, pixels } from "../parameter-types.ts";
import { mediaSource, Source, textSource, type OutputKind, type Yields } from "../source.ts";
import type { Signature } from "./signature.ts";

const seed = () =>
  z
    .int()
    .min(0)
    .max(2 ** 32 - 1);
const prompt = () => z.string().trim().min(1).max(10_000);

/** Parameters that only this model knows, passed through as they are; outputs of other jobs may stand in them. */
const options = () =>
  z
    .record(
      z.string(),
      z.custom<JsonOrNode>((value) => value !== undefined),
    )
    .transform(
      (value) =>
        mapLeaves(value, (leaf) =>
          leaf instanceof Reference ? new Source(["video", "image", "audio"], leaf) : leaf,
        ) as Record<string, unknown>,
    )
    .meta({ description: "parameters of this model alone, passed through" });

type JsonOrNode =
  | z.core.util.JSONType
  | Yields<OutputKind>
  | readonly JsonOrNode[]
  | { readonly [key: string]: JsonOrNode };

export const generateVideo = {
  type: "generate",
  summary: "A clip from a prompt",
  params: z.strictObject({
    /** Which model makes it; without one the operator's default, else an animatic drawn on this machine. */
    model: modelSchema.optional(),
    /** What is to be seen. */
    prompt: prompt(),
    negativePrompt: prompt().optional(),
    /** Seconds. @default 5 offline, the model's own otherwise */
    duration: duration().max(600).optional(),
    /** @default "16:9" offline, the model's own otherwise */
    aspectRatio: aspectRatio().optional(),
    /** @default "1080p" offline, the model's own otherwise */
    resolution: z.enum(["480p", "720p", "1080p", "4k"]).optional(),
    /** Frames in a second. @default 30 offline, the model's own otherwise */
    fps: frameRate().optional(),
    seed: seed().optional(),
    /** A picture the clip shows or starts with. */
    image: mediaSource("image").optional(),
    startImage: mediaSource("image").optional(),
    endImage: mediaSource("image").optional(),
    /** Sound the clip is made for, where the model can. */
    audio: mediaSource("audio").optional(),
    cameraMotion: z.enum(["fixed", "dynamic"]).optional(),
    options: options().optional(),
  }),
  inputs: [],
  yields: "video",
} as const satisfies Signature;

export const generateImage = {
  type: "generateImage",
  summary: "A picture from a prompt",
  params: z.strictObject({
    /** Which model makes it; without one the operator's default, else a still drawn on this machine. */
    model: modelSchema.optional(),
    prompt: prompt(),
    negativePrompt: prompt().optional(),
    /** @default "16:9" offline, the model's own otherwise */
    aspectRatio: aspectRatio().optional(),
    width: pixels().optional(),
    height: pixels().optional(),
    seed: seed().optional(),
    /** Pictures to go by. */
    images: z.array(mediaSource("image")).max(16).optional(),
    /** @default "png" offline, the model's own otherwise */
    format: z.enum(["png", "jpg", "webp"]).optional(),
    options: options().optional(),
  }),
  inputs: [],
  yields: "image",
} as const satisfies Signature;

export const generateAudio = {
  type: "generateAudio",
  summary: "Speech from a text",
  params: z.strictObject({
    /** Which model speaks; without one the operator's default, else espeak-ng on this machine. */
    model: modelSchema.optional(),
    text: textSource(),
    /** The voice, by the provider's name for it. */
    voice: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[\p{L}\p{N} ._+-]+$/u, "Expected the name of a voice")
      .optional(),
    /** @default "en" offline, what the text is in otherwise */
    language: language().optional(),
    /** 1 is the voice's own pace. @default 1 */
    speed: z.number().min(0.5).max(2).optional(),
    options: options().optional(),
  }),
  inputs: [],
  yields: "audio",
} as const satisfies Signature;

export const transcribe = {
  type: "transcribe",
  summary: "What is said in a clip, word by word",
  params: z.strictObject({
    media: mediaSource("video", "audio").optional(),
    /** Which model listens; without one the operator's default. */
    model: modelSchema.optional(),
    /** The language spoken, where the model need not guess it. */
    language: language().optional(),
    options: options().optional(),
  }),
  inputs: [{ param: "media", accepts: ["video", "audio", "media"], required: true }],
  yields: "transcript",
} as const satisfies Signature;

export const media = {
  type: "media",
  summary: "A file or a URL, as it is",
  params: z.strictObject({ url: mediaSource("video", "image", "audio") }),
  inputs: [],
  yields: "media",
} as const satisfies Signature;

import { z } from "zod";
import { asList, asText, carriedMedia, media, seed, text, type ModelEntry } from "../models/model-entry.ts";
import type { ModelTable } from "../models/model-table.ts";

const PERSONS = z.enum(["dont_allow", "allow_adult", "allow_all"]).optional();

/** Field names are those of `generateVideos` in Google's client. */
const VEO: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    image: carriedMedia("image").optional(),
    lastFrame: carriedMedia("image").optional(),
    negativePrompt: text.optional(),
    durationSeconds: z.literal([4, 6, 8]).optional(),
    resolution: z.enum(["720p", "1080p", "4k"]).optional(),
    aspectRatio: z.enum(["16:9", "9:16"]).optional(),
    generateAudio: z.boolean().optional(),
    enhancePrompt: z.boolean().optional(),
    personGeneration: PERSONS,
    numberOfVideos: z.int().min(1).max(4).optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    negativePrompt: "negativePrompt",
    duration: "durationSeconds",
    resolution: "resolution",
    aspectRatio: "aspectRatio",
    seed: "seed",
    image: "image",
    startImage: "image",
    endImage: "lastFrame",
    count: "numberOfVideos",
  },
};

const IMAGEN: ModelEntry = {
  tasks: ["image"],
  fields: z.object({
    prompt: text,
    negativePrompt: text.optional(),
    aspectRatio: z.enum(["1:1", "3:4", "4:3", "9:16", "16:9"]).optional(),
    imageSize: z.enum(["1K", "2K"]).optional(),
    numberOfImages: z.int().min(1).max(4).optional(),
    outputMimeType: z.enum(["image/png", "image/jpeg"]).optional(),
    outputCompressionQuality: z.int().min(0).max(100).optional(),
    personGeneration: PERSONS,
    addWatermark: z.boolean().optional(),
    enhancePrompt: z.boolean().optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    aspectRatio: "aspectRatio",
    resolution: "imageSize",
    count: "numberOfImages",
    seed: "seed",
    outputFormat: {
      field: "outputMimeType",
      words: { png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg" },
    },
  },
};

const OMNI_SECONDS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Field names are those of an interaction's `response_format`, with the media beside them. */
const OMNI: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    image: z.array(media("image")).max(6).optional(),
    video: media("video").optional(),
    duration: z.enum(OMNI_SECONDS.map((seconds) => `${seconds}s`)).optional(),
    resolution: z.enum(["360p", "720p", "1080p", "4k"]).optional(),
    aspect_ratio: z.enum(["16:9", "9:16"]).optional(),
    task: z.enum(["text_to_video", "image_to_video", "reference_to_video", "edit", "extend"]).optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    image: asList("image"),
    startImage: asList("image"),
    video: "video",
    duration: asText("duration", OMNI_SECONDS, "s"),
    resolution: "resolution",
    aspectRatio: "aspect_ratio",
    seed: "seed",
  },
};

const GEMINI_IMAGE: ModelEntry = {
  tasks: ["image"],
  fields: z.object({
    prompt: text,
    image: z.array(media("image")).max(14).optional(),
    aspect_ratio: z.enum(["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"]).optional(),
    image_size: z.enum(["512", "1K", "2K", "4K"]).optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    image: asList("image"),
    aspectRatio: "aspect_ratio",
    resolution: "image_size",
    seed: "seed",
  },
};

export const GOOGLE_MODELS: ModelTable = {
  idPattern: /^[\w.-]+$/,
  idExample: "veo-3.1-generate-001",
  usual: ({ model, task }) => {
    const family = googleFamily(model);
    if (family === "interaction") return { names: task === "image" ? GEMINI_IMAGE.names : OMNI.names };
    return { names: family === "veo" ? VEO.names : IMAGEN.names };
  },
  known: {
    "veo-3.0-generate-001": VEO,
    "veo-3.0-fast-generate-001": VEO,
    "veo-3.1-generate-001": VEO,
    "veo-3.1-fast-generate-001": VEO,
    "veo-3.1-lite-generate-001": VEO,
    "veo-3.1-generate-preview": VEO,
    "veo-3.1-fast-generate-preview": VEO,
    "imagen-4.0-generate-001": IMAGEN,
    "imagen-4.0-fast-generate-001": IMAGEN,
    "imagen-4.0-ultra-generate-001": IMAGEN,
    "gemini-omni-1.1-flash": OMNI,
    "gemini-omni-1.2-flash": OMNI,
    "gemini-3.1-flash-image": GEMINI_IMAGE,
    "gemini-3-pro-image": GEMINI_IMAGE,
  },
};

/** By how its id begins, a model that is not in the table is taken for one of its family. */
export function googleFamily(model: string): "veo" | "imagen" | "interaction" {
  if (model.startsWith("veo-")) return "veo";
  return model.startsWith("imagen-") ? "imagen" : "interaction";
}

import { z } from "zod";
import { asList, asText, cameraFixed, media, seed, text, type ModelEntry } from "../models/model-entry.ts";
import type { ModelTable } from "../models/model-table.ts";
import { primaryLanguage } from "../models/language-name.ts";

const TOLERANCE = z.enum(["1", "2", "3", "4", "5", "6"]).optional();

const VEO_3: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    negative_prompt: text.optional(),
    duration: z.enum(["4s", "6s", "8s"]).optional(),
    resolution: z.enum(["720p", "1080p"]).optional(),
    aspect_ratio: z.enum(["16:9", "9:16"]).optional(),
    generate_audio: z.boolean().optional(),
    auto_fix: z.boolean().optional(),
    safety_tolerance: TOLERANCE,
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    negativePrompt: "negative_prompt",
    duration: asText("duration", [4, 6, 8], "s"),
    resolution: "resolution",
    aspectRatio: "aspect_ratio",
    seed: "seed",
  },
};

const VEO_3_FROM_IMAGE: ModelEntry = {
  ...VEO_3,
  fields: VEO_3.fields.extend({
    image_url: media("image"),
    aspect_ratio: z.enum(["auto", "16:9", "9:16"]).optional(),
  }),
  names: { ...VEO_3.names, startImage: "image_url", image: "image_url" },
};

const KLING: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    negative_prompt: z.string().optional(),
    duration: z.enum(["5", "10"]).optional(),
    aspect_ratio: z.enum(["16:9", "9:16", "1:1"]).optional(),
    cfg_scale: z.number().min(0).max(1).optional(),
  }),
  names: {
    prompt: "prompt",
    negativePrompt: "negative_prompt",
    duration: asText("duration", [5, 10], ""),
    aspectRatio: "aspect_ratio",
  },
};

const KLING_FROM_IMAGE: ModelEntry = {
  tasks: ["video"],
  fields: KLING.fields.omit({ aspect_ratio: true }).extend({ image_url: media("image") }),
  names: { ...KLING.names, aspectRatio: undefined, startImage: "image_url", image: "image_url" },
};

const KLING_TO_END_IMAGE: ModelEntry = {
  ...KLING_FROM_IMAGE,
  fields: KLING_FROM_IMAGE.fields.extend({ tail_image_url: media("image").optional() }),
  names: { ...KLING_FROM_IMAGE.names, endImage: "tail_image_url" },
};

const SEEDANCE_SECONDS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const SEEDANCE: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    duration: z.enum(SEEDANCE_SECONDS.map(String)).optional(),
    resolution: z.enum(["480p", "720p", "1080p"]).optional(),
    aspect_ratio: z.enum(["21:9", "16:9", "4:3", "1:1", "3:4", "9:16", "9:21", "auto"]).optional(),
    camera_fixed: z.boolean().optional(),
    enable_safety_checker: z.boolean().optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    duration: asText("duration", SEEDANCE_SECONDS, ""),
    resolution: "resolution",
    aspectRatio: "aspect_ratio",
    cameraMotion: cameraFixed,
    seed: "seed",
  },
};

const NANO_BANANA: ModelEntry = {
  tasks: ["image"],
  fields: z.object({
    prompt: text,
    aspect_ratio: z.enum(["auto", "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"]).optional(),
    num_images: z.int().min(1).max(4).optional(),
    output_format: z.enum(["jpeg", "png", "webp"]).optional(),
    limit_generations: z.boolean().optional(),
    safety_tolerance: TOLERANCE,
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    aspectRatio: "aspect_ratio",
    count: "num_images",
    outputFormat: { field: "output_format", words: { jpg: "jpeg", jpeg: "jpeg", png: "png", webp: "webp" } },
    seed: "seed",
  },
};

const NANO_BANANA_EDIT: ModelEntry = {
  ...NANO_BANANA,
  fields: NANO_BANANA.fields.extend({ image_urls: z.array(media("image")).min(1).max(14) }),
  names: { ...NANO_BANANA.names, image: asList("image_urls") },
};

const NANO_BANANA_PRO_SIZE = z.enum(["1K", "2K", "4K"]).optional();

const FLUX: ModelEntry = {
  tasks: ["image"],
  fields: z.object({
    prompt: text,
    image_size: z
      .union([
        z.enum(["square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9"]),
        z.strictObject({ width: z.int().min(64).max(4096), height: z.int().min(64).max(4096) }),
      ])
      .optional(),
    num_images: z.int().min(1).max(4).optional(),
    num_inference_steps: z.int().min(1).max(50).optional(),
    guidance_scale: z.number().min(1).max(20).optional(),
    acceleration: z.enum(["none", "regular", "high"]).optional(),
    enable_safety_checker: z.boolean().optional(),
    output_format: z.enum(["jpeg", "png"]).optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    aspectRatio: {
      field: "image_size",
      words: {
        "1:1": "square_hd",
        "4:3": "landscape_4_3",
        "16:9": "landscape_16_9",
        "3:4": "portrait_4_3",
        "9:16": "portrait_16_9",
      },
    },
    count: "num_images",
    outputFormat: { field: "output_format", words: { jpg: "jpeg", jpeg: "jpeg", png: "png" } },
    seed: "seed",
  },
};

const FABRIC: ModelEntry = {
  tasks: ["lip-sync", "video"],
  fields: z.object({ image_url: media("image"), audio_url: media("audio"), resolution: z.enum(["720p", "480p"]) }),
  names: { image: "image_url", startImage: "image_url", audio: "audio_url", resolution: "resolution" },
  defaults: { resolution: "720p" },
};

const SYNC_LIPSYNC_FIELDS = z.object({
  video_url: media("video"),
  audio_url: media("audio"),
  sync_mode: z.enum(["cut_off", "loop", "bounce", "silence", "remap"]).optional(),
});
const SYNC_LIPSYNC_NAMES = { video: "video_url", audio: "audio_url" };

export const FAL_MODELS: ModelTable = {
  // The client takes an address for an id and would send the key to any host that ends in `fal.run`.
  idPattern: /^[\w.-]+(\/[\w.-]+)+$/,
  idExample: "fal-ai/veo3",
  usual: () => ({ names: USUAL_NAMES }),
  known: {
    "fal-ai/veo3": VEO_3,
    "fal-ai/veo3/fast": VEO_3,
    "fal-ai/veo3/image-to-video": VEO_3_FROM_IMAGE,
    "fal-ai/veo3/fast/image-to-video": VEO_3_FROM_IMAGE,
    "fal-ai/veo3.1": VEO_3,
    "fal-ai/veo3.1/fast": VEO_3,
    "fal-ai/veo3.1/image-to-video": VEO_3_FROM_IMAGE,
    "fal-ai/veo3.1/fast/image-to-video": VEO_3_FROM_IMAGE,
    "fal-ai/veo3.1/first-last-frame-to-video": {
      ...VEO_3,
      fields: VEO_3.fields.extend({
        first_frame_url: media("image"),
        last_frame_url: media("image"),
        aspect_ratio: z.enum(["auto", "16:9", "9:16"]).optional(),
      }),
      names: { ...VEO_3.names, startImage: "first_frame_url", image: "first_frame_url", endImage: "last_frame_url" },
    },
    "fal-ai/kling-video/v2.1/master/text-to-video": KLING,
    "fal-ai/kling-video/v2.1/master/image-to-video": KLING_FROM_IMAGE,
    "fal-ai/kling-video/v2.1/standard/image-to-video": KLING_FROM_IMAGE,
    "fal-ai/kling-video/v2.1/pro/image-to-video": KLING_TO_END_IMAGE,
    "fal-ai/kling-video/v2.5-turbo/pro/text-to-video": KLING,
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": KLING_TO_END_IMAGE,
    "fal-ai/bytedance/seedance/v1/pro/text-to-video": SEEDANCE,
    "fal-ai/bytedance/seedance/v1/pro/image-to-video": {
      ...SEEDANCE,
      fields: SEEDANCE.fields.extend({ image_url: media("image"), end_image_url: media("image").optional() }),
      names: { ...SEEDANCE.names, startImage: "image_url", image: "image_url", endImage: "end_image_url" },
    },
    "fal-ai/nano-banana": NANO_BANANA,
    "fal-ai/nano-banana/edit": NANO_BANANA_EDIT,
    "fal-ai/nano-banana-pro": {
      ...NANO_BANANA,
      fields: NANO_BANANA.fields.extend({
        resolution: NANO_BANANA_PRO_SIZE,
        enable_web_search: z.boolean().optional(),
      }),
      names: { ...NANO_BANANA.names, resolution: "resolution" },
    },
    "fal-ai/nano-banana-pro/edit": {
      ...NANO_BANANA_EDIT,
      fields: NANO_BANANA_EDIT.fields.extend({
        resolution: NANO_BANANA_PRO_SIZE,
        enable_web_search: z.boolean().optional(),
      }),
      names: { ...NANO_BANANA_EDIT.names, resolution: "resolution" },
    },
    "fal-ai/flux/dev": FLUX,
    "fal-ai/flux/schnell": FLUX,
    "veed/fabric-1.0": FABRIC,
    "veed/fabric-1.0/fast": FABRIC,
    "fal-ai/sync-lipsync": {
      tasks: ["lip-sync"],
      fields: SYNC_LIPSYNC_FIELDS.extend({
        model: z.enum(["lipsync-1.8.0", "lipsync-1.7.1", "lipsync-1.9.0-beta"]).optional(),
      }),
      names: SYNC_LIPSYNC_NAMES,
    },
    "fal-ai/sync-lipsync/v2": {
      tasks: ["lip-sync"],
      fields: SYNC_LIPSYNC_FIELDS.extend({ model: z.enum(["lipsync-2", "lipsync-2-pro"]).optional() }),
      names: SYNC_LIPSYNC_NAMES,
    },
    "veed/video-background-removal": {
      tasks: ["background-removal"],
      fields: z.object({
        video_url: media("video"),
        output_codec: z.enum(["vp9", "h264"]).optional(),
        refine_foreground_edges: z.boolean().optional(),
        subject_is_person: z.boolean().optional(),
      }),
      names: { video: "video_url" },
    },
    "fal-ai/whisper": {
      tasks: ["transcription"],
      fields: z.object({
        audio_url: media("audio"),
        language: z.string().min(2).max(3).optional(),
        prompt: z.string().optional(),
        task: z.enum(["transcribe", "translate"]).optional(),
        chunk_level: z.enum(["none", "segment", "word"]).optional(),
        diarize: z.boolean().optional(),
        num_speakers: z.int().min(1).optional(),
        batch_size: z.int().min(1).max(64).optional(),
      }),
      names: { audio: "audio_url", language: { field: "language", say: primaryLanguage }, prompt: "prompt" },
      defaults: { chunk_level: "word" },
    },
  },
};

/** What most models call these. */
const USUAL_NAMES: ModelEntry["names"] = {
  prompt: "prompt",
  negativePrompt: "negative_prompt",
  text: "text",
  duration: "duration",
  resolution: "resolution",
  aspectRatio: "aspect_ratio",
  seed: "seed",
  image: "image_url",
  startImage: "start_image_url",
  endImage: "end_image_url",
  video: "video_url",
  audio: "audio_url",
  voice: "voice",
  language: "language",
  cameraMotion: "camera_motion",
  speed: "speed",
  count: "num_images",
  outputFormat: "output_format",
  outputType: "output_type",
};

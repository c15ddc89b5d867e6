import { z } from "zod";
import { asList, cameraFixed, media, seed, text, wholeSeconds, type ModelEntry } from "../models/model-entry.ts";
import type { ModelTable } from "../models/model-table.ts";
import { englishName, primaryLanguage } from "../models/language-name.ts";

const SEEDANCE_1: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    image: media("image").optional(),
    last_frame_image: media("image").optional(),
    duration: wholeSeconds(2, 12).optional(),
    resolution: z.enum(["480p", "720p", "1080p"]).optional(),
    aspect_ratio: z.enum(["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"]).optional(),
    fps: z.literal(24).optional(),
    camera_fixed: z.boolean().optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    image: "image",
    startImage: "image",
    endImage: "last_frame_image",
    duration: "duration",
    resolution: "resolution",
    aspectRatio: "aspect_ratio",
    cameraMotion: cameraFixed,
    seed: "seed",
  },
};

const VEO_3: ModelEntry = {
  tasks: ["video"],
  fields: z.object({
    prompt: text,
    image: media("image").optional(),
    negative_prompt: text.optional(),
    duration: z.literal([4, 6, 8]).optional(),
    resolution: z.enum(["720p", "1080p"]).optional(),
    aspect_ratio: z.enum(["16:9", "9:16"]).optional(),
    generate_audio: z.boolean().optional(),
    seed: seed.optional(),
  }),
  names: {
    prompt: "prompt",
    negativePrompt: "negative_prompt",
    image: "image",
    startImage: "image",
    duration: "duration",
    resolution: "resolution",
    aspectRatio: "aspect_ratio",
    seed: "seed",
  },
};

const VEO_3_1: ModelEntry = {
  ...VEO_3,
  fields: VEO_3.fields.extend({
    last_frame: media("image").optional(),
    reference_images: z.array(media("image")).max(3).optional(),
  }),
  names: { ...VEO_3.names, endImage: "last_frame" },
};

const KLING_FIELDS = z.object({
  prompt: text,
  negative_prompt: z.string().optional(),
  duration: z.literal([5, 10]).optional(),
});
const KLING_NAMES = { prompt: "prompt", negativePrompt: "negative_prompt", duration: "duration" };
const KLING_RATIO = z.enum(["16:9", "9:16", "1:1"]).optional();

const FLUX_RATIO = z.enum(["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"]).optional();
const FLUX_FIELDS = z.object({
  prompt: text,
  aspect_ratio: FLUX_RATIO,
  output_format: z.enum(["webp", "jpg", "png"]).optional(),
  output_quality: z.int().min(0).max(100).optional(),
  seed: seed.optional(),
});
const FLUX_NAMES = { prompt: "prompt", aspectRatio: "aspect_ratio", outputFormat: "output_format", seed: "seed" };

const FLUX_KONTEXT: ModelEntry = {
  tasks: ["image"],
  fields: FLUX_FIELDS.extend({
    input_image: media("image").optional(),
    aspect_ratio: z.enum(["match_input_image", ...FLUX_RATIO.unwrap().options]).optional(),
    safety_tolerance: z.int().min(0).max(6).optional(),
    prompt_upsampling: z.boolean().optional(),
  }),
  names: { ...FLUX_NAMES, image: "input_image" },
};

const NANO_BANANA: ModelEntry = {
  tasks: ["image"],
  fields: z.object({
    prompt: text,
    image_input: z.array(media("image")).max(14).optional(),
    aspect_ratio: z
      .enum(["match_input_image", "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"])
      .optional(),
    output_format: z.enum(["jpg", "png"]).optional(),
  }),
  names: {
    prompt: "prompt",
    image: asList("image_input"),
    aspectRatio: "aspect_ratio",
    outputFormat: "output_format",
  },
};

const WAN_FAST_FIELDS = z.object({
  prompt: text,
  num_frames: z.int().min(81).max(121).optional(),
  frames_per_second: z.int().min(5).max(30).optional(),
  resolution: z.enum(["480p", "720p"]).optional(),
  sample_shift: z.number().min(1).max(20).optional(),
  go_fast: z.boolean().optional(),
  seed: seed.optional(),
});

export const REPLICATE_MODELS: ModelTable = {
  idPattern: /^[\w.-]+\/[\w.-]+(:[\w.-]+)?$/,
  idExample: "bytedance/seedance-1-pro",
  usual: () => ({ names: USUAL_NAMES }),
  known: {
    "bytedance/seedance-1-pro": SEEDANCE_1,
    "bytedance/seedance-1-lite": SEEDANCE_1,
    "bytedance/seedance-1-pro-fast": {
      ...SEEDANCE_1,
      fields: SEEDANCE_1.fields.omit({ last_frame_image: true }),
      names: { ...SEEDANCE_1.names, endImage: undefined },
    },
    "minimax/video-01": {
      tasks: ["video"],
      fields: z.object({
        prompt: text,
        first_frame_image: media("image").optional(),
        subject_reference: media("image").optional(),
        prompt_optimizer: z.boolean().optional(),
      }),
      names: { prompt: "prompt", image: "first_frame_image", startImage: "first_frame_image" },
    },
    "minimax/hailuo-02": {
      tasks: ["video"],
      fields: z.object({
        prompt: text,
        first_frame_image: media("image").optional(),
        last_frame_image: media("image").optional(),
        duration: z.literal([6, 10]).optional(),
        resolution: z.enum(["512p", "768p", "1080p"]).optional(),
        prompt_optimizer: z.boolean().optional(),
      }),
      names: {
        prompt: "prompt",
        image: "first_frame_image",
        startImage: "first_frame_image",
        endImage: "last_frame_image",
        duration: "duration",
        resolution: "resolution",
      },
    },
    "google/veo-3": VEO_3,
    "google/veo-3-fast": VEO_3,
    "google/veo-3.1": VEO_3_1,
    "google/veo-3.1-fast": { ...VEO_3_1, fields: VEO_3_1.fields.omit({ reference_images: true }) },
    "kwaivgi/kling-v2.0": {
      tasks: ["video"],
      fields: KLING_FIELDS.extend({
        start_image: media("image").optional(),
        aspect_ratio: KLING_RATIO,
        cfg_scale: z.number().min(0).max(1).optional(),
      }),
      names: { ...KLING_NAMES, image: "start_image", startImage: "start_image", aspectRatio: "aspect_ratio" },
    },
    "kwaivgi/kling-v2.1": {
      tasks: ["video"],
      fields: KLING_FIELDS.extend({
        start_image: media("image"),
        end_image: media("image").optional(),
        mode: z.enum(["standard", "pro"]).optional(),
      }),
      names: {
        ...KLING_NAMES,
        startImage: "start_image",
        image: "start_image",
        endImage: "end_image",
        resolution: { field: "mode", words: { "720p": "standard", "1080p": "pro" } },
      },
    },
    "kwaivgi/kling-v2.1-master": {
      tasks: ["video"],
      fields: KLING_FIELDS.extend({ start_image: media("image").optional(), aspect_ratio: KLING_RATIO }),
      names: { ...KLING_NAMES, image: "start_image", startImage: "start_image", aspectRatio: "aspect_ratio" },
    },
    "kwaivgi/kling-v2.5-turbo-pro": {
      tasks: ["video"],
      fields: KLING_FIELDS.extend({
        start_image: media("image").optional(),
        end_image: media("image").optional(),
        aspect_ratio: KLING_RATIO,
        guidance_scale: z.number().min(0).max(1).optional(),
      }),
      names: {
        ...KLING_NAMES,
        image: "start_image",
        startImage: "start_image",
        endImage: "end_image",
        aspectRatio: "aspect_ratio",
      },
    },
    "wan-video/wan-2.2-t2v-fast": {
      tasks: ["video"],
      fields: WAN_FAST_FIELDS.extend({ aspect_ratio: z.enum(["16:9", "9:16"]).optional() }),
      names: { prompt: "prompt", resolution: "resolution", aspectRatio: "aspect_ratio", seed: "seed" },
    },
    "wan-video/wan-2.2-i2v-fast": {
      tasks: ["video"],
      fields: WAN_FAST_FIELDS.extend({ image: media("image"), last_image: media("image").optional() }),
      names: {
        prompt: "prompt",
        startImage: "image",
        image: "image",
        endImage: "last_image",
        resolution: "resolution",
        seed: "seed",
      },
    },
    "wan-video/wan-2.5-i2v": {
      tasks: ["video"],
      fields: z.object({
        prompt: text,
        image: media("image"),
        audio: media("audio").optional(),
        negative_prompt: z.string().optional(),
        resolution: z.enum(["480p", "720p", "1080p"]).optional(),
        duration: z.literal([5, 10]).optional(),
        enable_prompt_expansion: z.boolean().optional(),
        seed: seed.optional(),
      }),
      names: {
        prompt: "prompt",
        negativePrompt: "negative_prompt",
        startImage: "image",
        image: "image",
        audio: "audio",
        resolution: "resolution",
        duration: "duration",
        seed: "seed",
      },
    },
    "google/nano-banana": NANO_BANANA,
    "google/nano-banana-pro": {
      ...NANO_BANANA,
      fields: NANO_BANANA.fields.extend({
        resolution: z.enum(["1K", "2K", "4K"]).optional(),
        safety_filter_level: z.enum(["block_low_and_above", "block_medium_and_above", "block_only_high"]).optional(),
      }),
      names: { ...NANO_BANANA.names, resolution: "resolution" },
    },
    "bytedance/seedream-4": {
      tasks: ["image"],
      fields: z.object({
        prompt: text,
        image_input: z.array(media("image")).max(10).optional(),
        size: z.enum(["1K", "2K", "4K", "custom"]).optional(),
        width: z.int().min(1024).max(4096).optional(),
        height: z.int().min(1024).max(4096).optional(),
        aspect_ratio: z
          .enum(["match_input_image", "1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9"])
          .optional(),
        sequential_image_generation: z.enum(["disabled", "auto"]).optional(),
        max_images: z.int().min(1).max(15).optional(),
        enhance_prompt: z.boolean().optional(),
      }),
      names: {
        prompt: "prompt",
        image: asList("image_input"),
        resolution: "size",
        aspectRatio: "aspect_ratio",
        count: "max_images",
      },
    },
    "black-forest-labs/flux-schnell": {
      tasks: ["image"],
      fields: FLUX_FIELDS.extend({
        num_outputs: z.int().min(1).max(4).optional(),
        num_inference_steps: z.int().min(1).max(4).optional(),
        megapixels: z.enum(["1", "0.25"]).optional(),
        go_fast: z.boolean().optional(),
        disable_safety_checker: z.boolean().optional(),
      }),
      names: { ...FLUX_NAMES, count: "num_outputs" },
    },
    "black-forest-labs/flux-dev": {
      tasks: ["image"],
      fields: FLUX_FIELDS.extend({
        image: media("image").optional(),
        prompt_strength: z.number().min(0).max(1).optional(),
        guidance: z.number().min(0).max(10).optional(),
        num_outputs: z.int().min(1).max(4).optional(),
        num_inference_steps: z.int().min(1).max(50).optional(),
        megapixels: z.enum(["1", "0.25"]).optional(),
        go_fast: z.boolean().optional(),
        disable_safety_checker: z.boolean().optional(),
      }),
      names: { ...FLUX_NAMES, image: "image", count: "num_outputs" },
    },
    "black-forest-labs/flux-1.1-pro": {
      tasks: ["image"],
      fields: FLUX_FIELDS.extend({
        image_prompt: media("image").optional(),
        aspect_ratio: z.enum(["custom", ...FLUX_RATIO.unwrap().options]).optional(),
        width: z.int().min(256).max(1440).multipleOf(32).optional(),
        height: z.int().min(256).max(1440).multipleOf(32).optional(),
        safety_tolerance: z.int().min(1).max(6).optional(),
        prompt_upsampling: z.boolean().optional(),
      }),
      names: { ...FLUX_NAMES, image: "image_prompt" },
    },
    "black-forest-labs/flux-kontext-pro": FLUX_KONTEXT,
    "black-forest-labs/flux-kontext-max": FLUX_KONTEXT,
    "openai/whisper": {
      tasks: ["transcription"],
      version: "8099696689d249cf8b122d833c36ac3f75505c666a395ca40ef26f68e7d3d16e",
      fields: z.object({
        audio: media("audio"),
        language: text.optional(),
        translate: z.boolean().optional(),
        transcription: z.enum(["plain text", "srt", "vtt"]).optional(),
        temperature: z.number().min(0).max(1).optional(),
        initial_prompt: z.string().optional(),
        condition_on_previous_text: z.boolean().optional(),
        no_speech_threshold: z.number().optional(),
      }),
      names: { audio: "audio", language: { field: "language", say: primaryLanguage }, prompt: "initial_prompt" },
    },
    "vaibhavs10/incredibly-fast-whisper": {
      tasks: ["transcription"],
      version: "3ab86df6c8f54c11309d4d1f930ac292bad43ace52d10c80d87eb258b3c9f79c",
      fields: z.object({
        audio: media("audio"),
        language: text.optional(),
        task: z.enum(["transcribe", "translate"]).optional(),
        timestamp: z.enum(["chunk", "word"]).optional(),
        batch_size: z.int().min(1).max(64).optional(),
        diarise_audio: z.boolean().optional(),
        hf_token: z.string().optional(),
      }),
      names: { audio: "audio", language: { field: "language", say: englishName } },
      defaults: { timestamp: "word" },
    },
    "sync/lipsync-2": {
      tasks: ["lip-sync"],
      fields: z.object({
        video: media("video"),
        audio: media("audio"),
        sync_mode: z.enum(["loop", "bounce", "cut_off", "silence", "remap"]).optional(),
        temperature: z.number().min(0).max(1).optional(),
        active_speaker: z.boolean().optional(),
      }),
      names: { video: "video", audio: "audio" },
    },
    "arielreplicate/robust_video_matting": {
      tasks: ["background-removal"],
      version: "73d2128a371922d5d1abf0712a1d974be0e4e2358cc1218e4e34714767232bac",
      fields: z.object({
        input_video: media("video"),
        output_type: z.enum(["green-screen", "alpha-mask", "foreground-mask"]).optional(),
      }),
      names: { video: "input_video", outputType: "output_type" },
    },
    "bria/remove-background": {
      tasks: ["background-removal"],
      fields: z.object({ image: media("image"), preserve_partial_alpha: z.boolean().optional() }),
      names: { image: "image" },
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
  image: "image",
  startImage: "start_image",
  endImage: "end_image",
  video: "video",
  audio: "audio",
  voice: "voice",
  language: "language",
  cameraMotion: "camera_motion",
  speed: "speed",
  count: "num_outputs",
  outputFormat: "output_format",
  outputType: "output_type",
};

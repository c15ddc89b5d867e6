import { z } from "zod";

const tags = z.record(z.string(), z.string()).optional();

const streamSchema = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_tag_string: z.string().optional(),
  profile: z.union([z.string(), z.number()]).optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
  bits_per_raw_sample: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  field_order: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  time_base: z.string().optional(),
  start_time: z.string().optional(),
  duration: z.string().optional(),
  nb_frames: z.string().optional(),
  sample_fmt: z.string().optional(),
  sample_rate: z.string().optional(),
  channels: z.number().optional(),
  channel_layout: z.string().optional(),
  bits_per_sample: z.number().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  tags,
  side_data_list: z
    .array(z.looseObject({ side_data_type: z.string().optional(), rotation: z.number().optional() }))
    .optional(),
});

/** The part of `ffprobe -of json` that Proxx reads. */
export const ffprobeReportSchema = z.object({
  streams: z.array(streamSchema).default([]),
  chapters: z.array(z.object({ id: z.number() })).default([]),
  format: z.object({
    format_name: z.string(),
    duration: z.string().optional(),
    start_time: z.string().optional(),
    size: z.string().optional(),
    tags,
  }),
});

export type FfprobeReport = z.infer<typeof ffprobeReportSchema>;
export type FfprobeStream = z.infer<typeof streamSchema>;

/** What is read of the first decoded frames. */
export const firstFramesSchema = z.object({
  frames: z
    .array(
      z.object({
        best_effort_timestamp_time: z.string().optional(),
        interlaced_frame: z.number().default(0),
        top_field_first: z.number().default(0),
        side_data_list: z.array(z.looseObject({ side_data_type: z.string().default("") })).default([]),
      }),
    )
    .default([]),
});

import { z } from "zod";

export const JOBSPEC_VERSION = "1.0.0";

export const CODECS = [
  "prores_proxy",
  "prores_lt",
  "prores_422",
  "prores_hq",
  "prores_4444",
  "prores_4444xq",
  "dnxhr_lb",
  "dnxhr_sq",
  "dnxhr_hq",
  "dnxhr_hqx",
  "dnxhr_444",
  "dnxhd",
  "h264",
  "h265",
  "vp9",
  "av1",
] as const;

export type Codec = (typeof CODECS)[number];

const ALIASES = {
  prores422proxy: "prores_proxy",
  prores422lt: "prores_lt",
  prores_standard: "prores_422",
  prores422: "prores_422",
  prores422hq: "prores_hq",
  prores4444: "prores_4444",
  dnxhr: "dnxhr_hq",
  hevc: "h265",
} as const satisfies Record<string, Codec>;

export type CodecAlias = keyof typeof ALIASES;

/** Other spellings people write, and what they mean. */
export const CODEC_ALIASES: Readonly<Record<string, Codec>> = ALIASES;

export const CONTAINERS = ["mov", "mp4", "mkv", "webm", "mxf"] as const;

export type Container = (typeof CONTAINERS)[number];

const LEGAL_CONTAINERS: Readonly<Record<Codec, readonly Container[]>> = {
  prores_proxy: ["mov", "mkv"],
  prores_lt: ["mov", "mkv"],
  prores_422: ["mov", "mkv"],
  prores_hq: ["mov", "mkv"],
  prores_4444: ["mov", "mkv"],
  prores_4444xq: ["mov", "mkv"],
  dnxhr_lb: ["mov", "mxf"],
  dnxhr_sq: ["mov", "mxf"],
  dnxhr_hq: ["mov", "mxf"],
  dnxhr_hqx: ["mov", "mxf"],
  dnxhr_444: ["mov", "mxf"],
  dnxhd: ["mxf"],
  h264: ["mp4", "mov", "mkv"],
  h265: ["mp4", "mov", "mkv"],
  vp9: ["webm", "mkv"],
  av1: ["mp4", "mkv", "webm"],
};

/** The containers a codec may stand in, the usual one first. */
export function legalContainers(codec: Codec): readonly Container[] {
  return LEGAL_CONTAINERS[codec];
}

const codecSchema = z
  .enum([...CODECS, ...(Object.keys(CODEC_ALIASES) as [string, ...string[]])])
  .transform((name) => CODEC_ALIASES[name] ?? (name as Codec));

const SIDE = String.raw`(1[6-9]|[2-9]\d|[1-9]\d{2,3}|1[0-5]\d{3}|16[0-2]\d{2}|163[0-7]\d|1638[0-4])`;
/** `same`, `half`, `quarter` or `WxH` with sides of 16 to 16384. */
export const RESOLUTION_PATTERN = new RegExp(`^(same|half|quarter|${SIDE}x${SIDE})$`);
export const FPS_MODE_PATTERN = /^(preserve_source|force_(23_976|29_97|59_94|119_88|[1-9]\d{0,2}))$/;
export const JOB_ID_PATTERN = /^[A-Za-z0-9._-]{1,64}$/;

// No system has a path with NUL in it, and each refuses one differently.
// oxlint-disable-next-line no-control-regex -- it is what is looked for
const WITHOUT_NUL = /^[^\u0000]*$/;
const pathSchema = z.string().min(1).regex(WITHOUT_NUL);

/** A JobSpec as it is written: strict, every field documented. */
export const jobSpecSchema = z
  .strictObject({
    jobspec_version: z.literal(JOBSPEC_VERSION).meta({ description: "The version of this contract" }),
    created_at: z.iso
      .datetime({ offset: true })
      .meta({ description: "When the job was written, with zone; the clock of the {date} and {time} tokens, in UTC" }),
    job_id: z
      .string()
      .regex(JOB_ID_PATTERN)
      .optional()
      .meta({ description: "Default: the first 12 hex digits of the fingerprint" }),
    sources: z
      .array(pathSchema)
      .min(1)
      .meta({ description: "Paths of the clips, absolute or relative to the JobSpec file's folder" }),
    output_dir: pathSchema.meta({ description: "Absolute path of an existing, writable folder" }),
    output_name_template: z.string().min(1).meta({
      description: "File name with tokens such as {source_name} and {index}; the container supplies the extension",
    }),
    codec: codecSchema.meta({ description: "What the picture is encoded with" }),
    container: z.enum(CONTAINERS).meta({ description: "What the file is" }),
    resolution: z
      .string()
      .regex(RESOLUTION_PATTERN)
      .optional()
      .meta({ description: "same (default), half, quarter or WxH, which fits inside and keeps the aspect" }),
    fps_mode: z
      .string()
      .regex(FPS_MODE_PATTERN)
      .meta({ description: "preserve_source or force_<rate>, for example force_23_976 or force_25" }),
    proxy_profile: z.string().min(1).meta({ description: "A name of `proxx profiles`" }),
    resolve_preset: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Render preset of DaVinci Resolve; required for camera RAW, an error otherwise" }),
    user_metadata: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Carried into the result untouched, never read" }),
  })
  .meta({ title: "Proxx JobSpec 1.0.0" });

/** What a person or a program writes. */
export type JobSpec = z.input<typeof jobSpecSchema>;
/** The same after parsing: codec spellings resolved. */
export type CheckedJobSpec = z.output<typeof jobSpecSchema>;

export const JOBSPEC_FIELDS = Object.keys(jobSpecSchema.shape);

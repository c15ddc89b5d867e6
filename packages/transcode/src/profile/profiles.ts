import type { Codec, Container, ExecutionEngine } from "@proxx/contract";
import { CODEC_RECIPES, keyFrameInterval, type EncoderInput } from "./codec-recipes.ts";
import { dnxhdMegabits, type DnxhdLevel } from "./dnxhd-rates.ts";

/** A named set of encode settings. `null` for codec or containers: any that are legal. */
export interface Profile {
  name: string;
  engine: ExecutionEngine;
  codec: Codec | null;
  containers: readonly Container[] | null;
  /** Taken when the JobSpec names none. */
  resolution: "same" | "half" | "quarter";
  description: string;
  rateControl: string;
  /** Arguments that decide quality and size. */
  quality: (codec: Codec, input: EncoderInput) => string[];
  /** Kilobits per second and channel of compressed sound. */
  audioKilobitsPerChannel: number;
  /** Picture depth the profile holds to, whatever the source has. */
  eightBit: boolean;
  /** Which of the bit rates of DNxHD it takes, where the codec is that. */
  dnxhd: DnxhdLevel;
}

const base = {
  engine: "ffmpeg",
  containers: null,
  resolution: "same",
  audioKilobitsPerChannel: 96,
  eightBit: false,
  dnxhd: "standard",
} as const;

// Proxies are scrubbed: a key frame each second, and no B-frames where the codec lets a decoder do without.
const h264Proxy = (_codec: Codec, input: EncoderInput) => {
  const interval = keyFrameInterval(input.rate, 1);
  return ["-preset", "fast", "-crf", "23", "-bf", "0", "-g", interval];
};
const byDataRate = () => [];

export const PROFILES: readonly Profile[] = [
  {
    ...base,
    name: "proxy_h264_low",
    codec: "h264",
    resolution: "half",
    description: "Small H.264 that plays everywhere and scrubs well",
    rateControl: "crf 23, key frame each second, no B-frames",
    quality: h264Proxy,
  },
  {
    ...base,
    name: "proxy_h264_quarter",
    codec: "h264",
    resolution: "quarter",
    description: "The smallest H.264, for offline edits over thin lines",
    rateControl: "crf 23, key frame each second, no B-frames",
    quality: h264Proxy,
  },
  {
    ...base,
    name: "proxy_h265_low",
    codec: "h265",
    resolution: "half",
    description: "Smaller than H.264 at the same look, slower to make",
    rateControl: "crf 28, key frame each second",
    quality: (_codec, input) => ["-preset", "fast", "-crf", "28", "-g", keyFrameInterval(input.rate, 1)],
    eightBit: true,
  },
  {
    ...base,
    name: "proxy_prores_proxy",
    codec: "prores_proxy",
    description: "ProRes 422 Proxy at Apple's data rate",
    rateControl: "by data rate",
    quality: byDataRate,
  },
  {
    ...base,
    name: "proxy_prores_proxy_fast",
    codec: "prores_proxy",
    description: "ProRes 422 Proxy made 4 to 7 times faster; hard pictures exceed Apple's data rate",
    rateControl: "fixed quantiser 11",
    quality: () => ["-qscale:v", "11"],
  },
  {
    ...base,
    name: "proxy_prores_lt",
    codec: "prores_lt",
    description: "ProRes 422 LT at Apple's data rate",
    rateControl: "by data rate",
    quality: byDataRate,
  },
  {
    ...base,
    name: "proxy_prores_lt_fast",
    codec: "prores_lt",
    description: "ProRes 422 LT made 4 to 7 times faster; hard pictures exceed Apple's data rate",
    rateControl: "fixed quantiser 9",
    quality: () => ["-qscale:v", "9"],
  },
  {
    ...base,
    name: "proxy_dnxhr_lb",
    codec: "dnxhr_lb",
    description: "DNxHR Low Bandwidth, Avid's offline format",
    rateControl: "by data rate",
    quality: byDataRate,
  },
  {
    ...base,
    name: "proxy_dnxhr_sq",
    codec: "dnxhr_sq",
    description: "DNxHR Standard Quality",
    rateControl: "by data rate",
    quality: byDataRate,
  },
  {
    ...base,
    name: "proxy_dnxhd_36",
    codec: "dnxhd",
    containers: ["mxf"],
    description: "DNxHD 36 (45 at 29.97, 75 and 90 above), 1080p only",
    rateControl: "36 to 90 Mb/s",
    quality: (_codec, input) => ["-b:v", `${dnxhdMegabits(input, "proxy")}M`],
    dnxhd: "proxy",
  },
  {
    ...base,
    name: "standard",
    codec: null,
    description: "Any codec at the source's size, with that codec's usual mezzanine settings",
    rateControl: "H.264 crf 18, H.265 crf 20, VP9 crf 24, AV1 crf 25, DNxHD 115 to 290 Mb/s, the others by data rate",
    quality: standardQuality,
    audioKilobitsPerChannel: 160,
  },
  ...(["proxy", "lt", "hq"] as const).map((level) => ({
    ...base,
    name: `proxy_prores_${level}_resolve`,
    engine: "resolve" as const,
    codec: `prores_${level}` as const,
    containers: ["mov"] as const,
    description: `Camera RAW to ProRes ${level === "proxy" ? "Proxy" : level.toUpperCase()} with DaVinci Resolve`,
    rateControl: "by the render preset",
    quality: byDataRate,
  })),
  ...(["lb", "sq"] as const).map((level) => ({
    ...base,
    name: `proxy_dnxhr_${level}_resolve`,
    engine: "resolve" as const,
    codec: `dnxhr_${level}` as const,
    containers: ["mxf", "mov"] as const,
    description: `Camera RAW to DNxHR ${level.toUpperCase()} with DaVinci Resolve`,
    rateControl: "by the render preset",
    quality: byDataRate,
  })),
];

export function findProfile(name: string): Profile | undefined {
  return PROFILES.find((profile) => profile.name === name);
}

function standardQuality(codec: Codec, input: EncoderInput): string[] {
  const interval = ["-g", keyFrameInterval(input.rate, 2)];
  switch (codec) {
    case "h264":
      return ["-preset", "medium", "-crf", "18", ...interval];
    case "h265":
      return ["-preset", "medium", "-crf", "20", ...interval];
    case "vp9":
      return ["-crf", "24", "-b:v", "0", "-cpu-used", "4", ...interval];
    case "av1":
      return ["-preset", "8", "-crf", "25", ...interval];
    case "dnxhd":
      return ["-b:v", `${dnxhdMegabits(input, "standard")}M`];
    default:
      return [];
  }
}

/** The encoders a profile may need, for the check that this build of ffmpeg has them. */
export function encoderOf(codec: Codec): string {
  return CODEC_RECIPES[codec].encoder;
}

import type { Codec } from "@proxx/contract";
import { toNumber, type PixelFormatFacts, type Rational } from "@proxx/media";

/** What an encoder needs to know of the picture it is given. */
export interface EncoderInput {
  source: PixelFormatFacts;
  width: number;
  height: number;
  rate: Rational;
  interlaced: boolean;
  /** For encoders whose bytes do not depend on it; the others have a number of their own. */
  threads: number;
}

export interface CodecRecipe {
  /** Name of the encoder in `ffmpeg -encoders`. */
  encoder: string;
  /** What ffprobe calls the result. */
  probedCodec: string;
  /** Four-character code in QuickTime and MP4, where players and editors go by it. */
  tag: string | null;
  /** ffprobe's `profile` of the result, null where it says nothing. */
  probedProfile: string | null;
  pixelFormat: (source: PixelFormatFacts) => string;
  /** What the decoder calls the pixels, where that is another name than the encoder's. */
  probedPixelFormat?: (encoded: string) => string;
  /** Whether fields survive as fields. */
  interlaced: boolean;
  /** Fixed so that the same spec gives the same bytes on any number of cores; null where the bytes do not depend on it. */
  threads: number | null;
  /** Generous bits per pixel of a hard picture, for the estimate of free disk. */
  pessimisticBitsPerPixel: number;
  minimumSide: number;
  /** Encoder arguments that belong to the codec itself; those of quality come from the profile. */
  arguments: (input: EncoderInput) => string[];
  /** Uncompressed sound, as editing formats have it, or compressed. */
  audio: "pcm" | "compressed";
}

const prores = (level: number, tag: string, probedProfile: string, bits: number): CodecRecipe => ({
  encoder: "prores_ks",
  probedCodec: "prores",
  tag,
  probedProfile,
  pixelFormat: (source) => (level < 4 ? "yuv422p10le" : source.alpha ? "yuva444p10le" : "yuv444p10le"),
  // ProRes 4444 holds up to 12 bits, and is decoded to 12 whatever it was made from.
  ...(level < 4 ? {} : { probedPixelFormat: (encoded: string) => encoded.replace("10le", "12le") }),
  interlaced: true,
  threads: null,
  pessimisticBitsPerPixel: bits,
  minimumSide: 16,
  arguments: ({ source, interlaced }) => [
    ...["-c:v", "prores_ks", "-profile:v", String(level), "-vendor", "apl0"],
    ...(level >= 4 ? ["-alpha_bits", source.alpha ? "16" : "0"] : []),
    ...(interlaced ? ["-flags:v", "+ildct"] : []),
  ],
  audio: "pcm",
});

const dnxhr = (profile: string, probedProfile: string, pixelFormat: string, bits: number): CodecRecipe => ({
  encoder: "dnxhd",
  probedCodec: "dnxhd",
  tag: "AVdh",
  probedProfile,
  pixelFormat: () => pixelFormat,
  interlaced: false,
  threads: null,
  pessimisticBitsPerPixel: bits,
  minimumSide: 128,
  // The floating-point transforms differ by processor; `-dct int` does not.
  arguments: () => ["-c:v", "dnxhd", "-profile:v", profile, "-dct", "int"],
  audio: "pcm",
});

export const CODEC_RECIPES: Readonly<Record<Codec, CodecRecipe>> = {
  prores_proxy: prores(0, "apco", "Proxy", 1.6),
  prores_lt: prores(1, "apcs", "LT", 3),
  prores_422: prores(2, "apcn", "Standard", 4),
  prores_hq: prores(3, "apch", "HQ", 6),
  prores_4444: prores(4, "ap4h", "4444", 9),
  prores_4444xq: prores(5, "ap4x", "XQ", 14),
  dnxhr_lb: dnxhr("dnxhr_lb", "DNXHR LB", "yuv422p", 1),
  dnxhr_sq: dnxhr("dnxhr_sq", "DNXHR SQ", "yuv422p", 3),
  dnxhr_hq: dnxhr("dnxhr_hq", "DNXHR HQ", "yuv422p", 4.5),
  dnxhr_hqx: dnxhr("dnxhr_hqx", "DNXHR HQX", "yuv422p10le", 4.5),
  dnxhr_444: dnxhr("dnxhr_444", "DNXHR 444", "yuv444p10le", 9),
  dnxhd: {
    encoder: "dnxhd",
    probedCodec: "dnxhd",
    tag: null,
    probedProfile: "DNXHD",
    pixelFormat: () => "yuv422p",
    interlaced: true,
    threads: null,
    pessimisticBitsPerPixel: 3,
    minimumSide: 128,
    arguments: ({ interlaced }) => ["-c:v", "dnxhd", "-dct", "int", ...(interlaced ? ["-flags:v", "+ildct+ilme"] : [])],
    audio: "pcm",
  },
  h264: {
    encoder: "libx264",
    probedCodec: "h264",
    tag: "avc1",
    probedProfile: "High",
    // 8 bit 4:2:0 is what every browser, phone and television plays.
    pixelFormat: () => "yuv420p",
    interlaced: true,
    threads: 8,
    pessimisticBitsPerPixel: 0.6,
    minimumSide: 16,
    arguments: ({ interlaced }) => [
      ...["-c:v", "libx264", "-profile:v", "high"],
      ...(interlaced ? ["-flags:v", "+ildct+ilme"] : []),
    ],
    audio: "compressed",
  },
  h265: {
    encoder: "libx265",
    probedCodec: "hevc",
    tag: "hvc1",
    probedProfile: null,
    pixelFormat: (source) => (source.bitDepth > 8 ? "yuv420p10le" : "yuv420p"),
    interlaced: false,
    threads: 8,
    pessimisticBitsPerPixel: 0.5,
    minimumSide: 32,
    // x265 has threads of its own; only the number of frames in flight changes the bytes.
    arguments: () => ["-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "pools=8:frame-threads=2:log-level=warning"],
    audio: "compressed",
  },
  vp9: {
    encoder: "libvpx-vp9",
    probedCodec: "vp9",
    tag: null,
    probedProfile: "Profile 0",
    pixelFormat: () => "yuv420p",
    interlaced: false,
    threads: 8,
    pessimisticBitsPerPixel: 0.5,
    minimumSide: 16,
    arguments: () => ["-c:v", "libvpx-vp9", "-deadline", "good", "-row-mt", "1", "-tile-columns", "2"],
    audio: "compressed",
  },
  av1: {
    encoder: "libsvtav1",
    probedCodec: "av1",
    tag: null,
    probedProfile: "Main",
    pixelFormat: (source) => (source.bitDepth > 8 ? "yuv420p10le" : "yuv420p"),
    interlaced: false,
    threads: 8,
    pessimisticBitsPerPixel: 0.4,
    minimumSide: 64,
    arguments: () => ["-c:v", "libsvtav1", "-svtav1-params", "lp=4"],
    audio: "compressed",
  },
};

/** Frames between key frames for about `seconds` of picture. */
export function keyFrameInterval(rate: Rational, seconds: number): string {
  return String(Math.max(1, Math.round(toNumber(rate) * seconds)));
}

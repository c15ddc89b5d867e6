import { toNumber, type PixelFormatFacts, type Rational, type VideoFacts } from "@proxx/media";

export interface PictureSize {
  width: number;
  height: number;
  sampleAspect: Rational;
}

const SQUARE: Rational = { numerator: 1, denominator: 1 };

/** The picture as it is shown: turned upright, as ffmpeg's decoder hands it on. */
export function uprightSize(video: VideoFacts): PictureSize {
  if (video.rotation % 180 === 0) return { width: video.width, height: video.height, sampleAspect: video.sampleAspect };
  const { numerator, denominator } = video.sampleAspect;
  return { width: video.height, height: video.width, sampleAspect: { numerator: denominator, denominator: numerator } };
}

/**
 * The size to encode at. `half` and `quarter` keep the pixel aspect; `WxH` fits the displayed picture into the box with
 * square pixels. Sides are rounded down to what the pixel format (and, for fields, the interlacing) can hold.
 */
export function outputSize(
  source: PictureSize,
  resolution: string,
  pixel: PixelFormatFacts,
  interlaced: boolean,
): PictureSize {
  const stepX = pixel.chroma === "420" || pixel.chroma === "422" ? 2 : 1;
  const stepY = (pixel.chroma === "420" ? 2 : 1) * (interlaced ? 2 : 1);
  const fit = (width: number, height: number, sampleAspect: Rational): PictureSize => ({
    width: Math.max(stepX, Math.floor(width / stepX + 1e-6) * stepX),
    height: Math.max(stepY, Math.floor(height / stepY + 1e-6) * stepY),
    sampleAspect,
  });
  if (resolution === "same") return fit(source.width, source.height, source.sampleAspect);
  if (resolution === "half" || resolution === "quarter") {
    const divisor = resolution === "half" ? 2 : 4;
    // Proxies have even sides whatever the codec: editors compare them with the source by exact fractions.
    const even = (side: number) => Math.max(2, Math.floor(side / divisor / 2) * 2);
    return fit(even(source.width), even(source.height), source.sampleAspect);
  }
  const [boxWidth = 0, boxHeight = 0] = resolution.split("x").map(Number);
  const displayWidth = source.width * toNumber(source.sampleAspect);
  const scale = Math.min(boxWidth / displayWidth, boxHeight / source.height);
  return fit(Math.round(displayWidth * scale), Math.round(source.height * scale), SQUARE);
}

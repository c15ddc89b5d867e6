import type { ProducedFile } from "@proxx/contract";
import type { Picture } from "../composition.ts";

/** The kind of file that a composition becomes. */
export interface RenderTarget {
  extension: string;
  mediaType: string;
  kind: ProducedFile["kind"];
  codec: string;
  pixelFormat: string | null;
  soundCodec: "aac" | "pcm_s16le";
  arguments: string[];
}

/** Sound alone becomes WAV, a still PNG, a film with transparent parts ProRes 4444, and every other film H.264. */
export function renderTarget(picture: Picture | null): RenderTarget {
  if (picture === null) {
    return {
      extension: "wav",
      mediaType: "audio/wav",
      kind: "audio",
      codec: "pcm_s16le",
      pixelFormat: null,
      soundCodec: "pcm_s16le",
      arguments: ["-f", "wav"],
    };
  }
  if (picture.still) {
    const pixelFormat = picture.alpha ? "rgba" : "rgb24";
    return {
      extension: "png",
      mediaType: "image/png",
      kind: "image",
      codec: "png",
      pixelFormat,
      soundCodec: "pcm_s16le",
      arguments: ["-c:v", "png", "-pix_fmt", pixelFormat, "-frames:v", "1", "-f", "image2pipe"],
    };
  }
  if (picture.alpha) {
    const quality = ["-profile:v", "4444", "-qscale:v", "9", "-pix_fmt", "yuva444p10le", "-vendor", "apl0"];
    return {
      extension: "mov",
      mediaType: "video/quicktime",
      kind: "video",
      codec: "prores",
      pixelFormat: "yuva444p12le",
      soundCodec: "pcm_s16le",
      arguments: ["-c:v", "prores_ks", ...quality, "-f", "mov"],
    };
  }
  const quality = ["-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"];
  return {
    extension: "mp4",
    mediaType: "video/mp4",
    kind: "video",
    codec: "h264",
    pixelFormat: "yuv420p",
    soundCodec: "aac",
    arguments: ["-c:v", "libx264", ...quality, "-movflags", "+faststart", "-f", "mp4"],
  };
}

/** Arguments of the encoder that a film's sound goes through. */
export function soundEncoding({ soundCodec }: RenderTarget): string[] {
  return ["-c:a", soundCodec, ...(soundCodec === "aac" ? ["-b:a", "192k"] : []), "-flags:a", "+bitexact"];
}

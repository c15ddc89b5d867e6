import { decodePixels } from "../ask-ffprobe.ts";
import { makeClip, testTone } from "./make-clip.ts";
import { QUICK_H264 } from "./source-clips.ts";

/** A clip in which every frame shows its own number: eight bars, the digits of a binary number. */
export function numberedClip(
  fileName: string,
  { rate = "25", seconds = 2, sound = false }: { rate?: string; seconds?: number; sound?: boolean } = {},
  args: readonly string[] = QUICK_H264,
): string {
  // A bar is a pixel, made large afterwards: an expression for each pixel of the whole picture costs twelve times as much.
  const bars = "if(mod(floor(N/pow(2,X)),2),200,40)";
  const small = `color=s=8x2:r=${rate}:d=${seconds},format=yuv420p,geq=lum='${bars}':cb=128:cr=128`;
  const picture = `${small},scale=320:180:flags=neighbor,setsar=1`;
  return makeClip(fileName, ["-f", "lavfi", "-i", picture, ...(sound ? testTone({ seconds }) : []), ...args]);
}

/** The numbers that the frames of a `numberedClip`, or of a proxy of it, show. */
export function shownNumbers(path: string): number[] {
  const samples = decodePixels(path, { filter: "scale=8:2:flags=area", pixelFormat: "gray" });
  return Array.from({ length: samples.length / 16 }, (_, frame) => {
    const bars = samples.subarray(frame * 16, frame * 16 + 8);
    return bars.reduce((number, bar, digit) => number + (bar > 120 ? 2 ** digit : 0), 0);
  });
}

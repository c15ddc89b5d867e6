import { decodePixels } from "./ask-ffprobe.ts";
import { makeClip, testTone } from "./make-clip.ts";
import { QUICK_H264 } from "./source-clips.ts";

/** A clip in which every frame shows its own number: eight bars, the digits of a binary number. */
export function numberedClip(
  fileName: string,
  { rate = "25", seconds = 2, sound = false }: { rate?: string; seconds?: number; sound?: boolean } = {},
  args: readonly string[] = QUICK_H264,
): string {
  const bars = "if(mod(floor(N/pow(2,floor(X/40))),2),200,40)";
  const picture = `color=s=320x180:r=${rate}:d=${seconds},format=yuv420p,geq=lum='${bars}':cb=128:cr=128`;
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

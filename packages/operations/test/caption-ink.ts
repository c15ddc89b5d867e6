import type { OperationOutput } from "@proxx/contract";
import { makeClip, QUICK_H264 } from "@proxx/testing";
import { asComposition } from "@proxx/composition";
import { decoded } from "@proxx/testing/decoded";

/** A black film with a tone. */
export function blackClip({ rate = "25", seconds = 2, size = "320x180" } = {}): string {
  return makeClip(`black-${seconds}-${size}-${rate.replace("/", "-")}.mp4`, [
    ...["-f", "lavfi", "-i", `color=black:s=${size}:r=${rate}:d=${seconds}`],
    ...["-f", "lavfi", "-i", `sine=f=440:r=48000:d=${seconds}`],
    ...[...QUICK_H264, "-c:a", "aac"],
  ]);
}

/** How bright each frame of a black film with captions is, past any encoder. */
export async function inkOf({ deferred }: OperationOutput): Promise<number[]> {
  const { picture } = asComposition(deferred);
  const size = { w: 64, h: 36 };
  const { pixels } = await decoded({ picture, sound: null }, { scale: size });
  const frameBytes = size.w * size.h * 4;
  return Array.from({ length: pixels.length / frameBytes }, (_, frame) => {
    let sum = 0;
    for (let at = frame * frameBytes; at < (frame + 1) * frameBytes; at += 4) sum += pixels[at] ?? 0;
    return sum;
  });
}

/** The runs of frames that look alike: `[[from, to, ink], …]`, `to` being the first frame that does not. */
export function runsOf(ink: readonly number[]): [number, number, number][] {
  const runs: [number, number, number][] = [];
  for (const [frame, value] of ink.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && last[2] === value) last[1] = frame + 1;
    else runs.push([frame, frame + 1, value]);
  }
  return runs;
}

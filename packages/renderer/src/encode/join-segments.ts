import { readFile } from "node:fs/promises";
import { byteStream } from "../bits/byte-stream.ts";
import { holdPictures, readCodedPictures } from "../bits/hold-pictures.ts";
import type { Segment } from "../timeline/plan-segments.ts";

/** The bit stream of the whole movie: each segment's pictures, each shown as long as it is to be. */
export async function* joinSegments(
  segments: readonly Segment[],
  parts: readonly { readonly path: string }[],
): AsyncGenerator<Uint8Array> {
  for (const [index, { counts }] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) throw new RangeError("A segment without its part");
    yield byteStream(holdPictures(readCodedPictures(await readFile(part.path)), counts));
  }
}

import { readFile } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import { HELD_SET } from "../bits/parameter-sets.ts";
import { readCodedPictures, showPictures, type CodedPictures } from "../bits/show-pictures.ts";
import { createHeldPictures } from "../bits/uncoded-picture.ts";
import { movieFragment } from "../container/movie-fragment.ts";
import { movieHeader } from "../container/movie-header.ts";
import type { Segment } from "../timeline/plan-segments.ts";
import type { EncoderSettings } from "./encoder-arguments.ts";
import type { SegmentSequences } from "./segment-sequences.ts";

/** A segment, and where its pictures are. */
export interface CodedSegment extends Pick<Segment, "groups">, Pick<SegmentSequences, "places"> {
  readonly path: string;
}

/** The pictures of the whole movie: each segment's, each shown as long as it is to be. An MP4 in fragments. */
export async function* joinSegments(
  segments: readonly CodedSegment[],
  settings: EncoderSettings,
): AsyncGenerator<Uint8Array> {
  const held = createHeldPictures();
  let first: CodedPictures | null = null;
  let number = 0;
  for (const { groups, places, path } of segments) {
    const coded = readCodedPictures(await readFile(path));
    for (const [index, { from, shown }] of groups.entries()) {
      const pictures = coded[places[index] ?? -1];
      if (pictures === undefined) throw new RangeError("A segment without some of its pictures");
      if (first === null) {
        first = pictures;
        const { sequenceSet, pictureSet } = pictures;
        yield movieHeader({ ...settings, sequenceSet, pictureSets: [pictureSet, HELD_SET] });
      }
      requireSameSets(first, pictures);
      const { frameRate } = settings;
      yield movieFragment([...showPictures(pictures, shown, held)], { from, number: ++number, frameRate });
    }
  }
}

/** What a player is told before the first picture has to be so for all of them. */
function requireSameSets(first: CodedPictures, other: CodedPictures): void {
  const same = (one: Uint8Array, another: Uint8Array) => Buffer.compare(one, another) === 0;
  if (same(first.sequenceSet, other.sequenceSet) && same(first.pictureSet, other.pictureSet)) return;
  throw new ProxxError("tool_failed", "The encoder coded parts of a movie in ways that do not fit together.", {
    hint: "Install an ffmpeg with a current libx264.",
  });
}

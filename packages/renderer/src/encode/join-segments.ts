import { readFile } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import { HELD_SET } from "../bits/parameter-sets.ts";
import { readCodedPictures, showPictures, type CodedPictures } from "../bits/show-pictures.ts";
import { createHeldPictures } from "../bits/uncoded-picture.ts";
import { movieFragment } from "../container/movie-fragment.ts";
import { movieHeader } from "../container/movie-header.ts";
import type { Segment } from "../timeline/plan-segments.ts";
import type { EncoderSettings } from "./encoder-arguments.ts";

/** The pictures of the whole movie: each segment's, each shown as long as it is to be. An MP4 in fragments. */
export async function* joinSegments(
  segments: readonly Segment[],
  parts: readonly { readonly path: string }[],
  settings: EncoderSettings,
): AsyncGenerator<Uint8Array> {
  const held = createHeldPictures();
  let first: CodedPictures | null = null;
  let last: { path: string; coded: CodedPictures } | null = null;
  for (const [index, { from, shown }] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) throw new RangeError("A segment without its part");
    // What stays for long is the same part over and over.
    const coded: CodedPictures = last?.path === part.path ? last.coded : readCodedPictures(await readFile(part.path));
    last = { path: part.path, coded };
    if (first === null) {
      first = coded;
      const { sequenceSet, pictureSet } = coded;
      yield movieHeader({ ...settings, sequenceSet, pictureSets: [pictureSet, HELD_SET] });
    }
    requireSameSets(first, coded);
    yield movieFragment([...showPictures(coded, shown, held)], {
      from,
      number: index + 1,
      frameRate: settings.frameRate,
    });
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

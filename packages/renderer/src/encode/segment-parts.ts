import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { Segment } from "../timeline/plan-segments.ts";
import type { KeepPart } from "./keep-part.ts";
import { ENCODER_VERSION, type EncoderSettings } from "./encoder-arguments.ts";
import type { PictureSequence } from "./encode-sequences.ts";

/** Pictures that are to be coded, and where their stream goes. */
export interface WantedSequence {
  readonly sequence: PictureSequence;
  readonly onStream: (stream: Uint8Array) => void;
}

export interface SegmentPartsOptions {
  readonly settings: EncoderSettings;
  readonly background: string;
  /** Of ffmpeg: another one may make other bytes. */
  readonly toolVersion: string;
  readonly keepPart: KeepPart;
  /** Codes those that are not there yet. */
  readonly encode: (wanted: readonly WantedSequence[]) => Promise<void>;
  readonly onReused: (sequence: PictureSequence) => void;
}

export interface SegmentPart {
  readonly path: string;
  readonly reused: boolean;
}

/**
 * The bit streams of segments, in their order. A part is named by its pictures and not by how long each is shown: a movie
 * whose speech has become slower is the same parts, and one picture that stays for minutes is one.
 */
export async function segmentParts(segments: readonly Segment[], options: SegmentPartsOptions): Promise<SegmentPart[]> {
  const byKey = distinctSequences(segments);
  const wanted: WantedSequence[] = [];
  const started = Promise.withResolvers<void>();
  let undecided = byKey.size;
  // What is missing is coded together, and begins when it is known of each part whether it is.
  const decide = () => {
    undecided--;
    if (undecided === 0) options.encode(wanted).then(started.resolve, started.reject);
  };
  const parts = [...byKey].map(async ([key, sequence]): Promise<[string, SegmentPart]> => {
    let isDecided = false;
    const decideOnce = () => {
      if (!isDecided) decide();
      isDecided = true;
    };
    try {
      const part = await options.keepPart(partOf(key, sequence, options), async (path) => {
        const { promise: stream, resolve: onStream } = Promise.withResolvers<Uint8Array>();
        wanted.push({ sequence, onStream });
        decideOnce();
        const failed = started.promise.then((): never => {
          throw new Error("The encoder has ended without these pictures");
        });
        await writeFile(path, await Promise.race([stream, failed]));
      });
      if (part.reused) options.onReused(sequence);
      return [key, part];
    } finally {
      decideOnce();
    }
  });
  const made = new Map(await Promise.all([Promise.all(parts), started.promise]).then(([pairs]) => pairs));
  return segments.map(({ coded }) => {
    const part = made.get(sequenceKey(coded));
    if (part === undefined) throw new Error("A segment without its part");
    return part;
  });
}

/** What is to be coded for segments, by a key that is the same for the same pictures. */
export function distinctSequences(segments: readonly Segment[]): Map<string, PictureSequence> {
  return new Map(segments.map(({ coded }) => [sequenceKey(coded), coded]));
}

function partOf(key: string, sequence: PictureSequence, { settings, background, toolVersion }: SegmentPartsOptions) {
  const first = sequence[0]?.from ?? 0;
  return {
    kind: "segment",
    shown: `pictures from frame ${first}`,
    ingredients: { pictures: key, ...settings, background, encoder: { version: ENCODER_VERSION, ffmpeg: toolVersion } },
    extension: "h264",
  };
}

/** A hash, because the states of a hundred pictures are a long text. */
function sequenceKey(sequence: PictureSequence): string {
  const pictures = sequence.map(({ key }) => key);
  return createHash("sha256").update(JSON.stringify(pictures)).digest("hex");
}

import { writeFile } from "node:fs/promises";
import type { KeepPart } from "./keep-part.ts";
import { ENCODER_VERSION, type EncoderSettings } from "./encoder-arguments.ts";
import type { PictureSequence } from "./encode-sequences.ts";
import type { SegmentSequences } from "./segment-sequences.ts";

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
  /** Codes those that are not there yet, as long as none has failed. */
  readonly encode: (wanted: readonly WantedSequence[], failed: AbortSignal) => Promise<void>;
  readonly onReused: (sequence: PictureSequence) => void;
}

export interface SegmentPart {
  readonly path: string;
  readonly reused: boolean;
}

/**
 * The bit streams of segments, in their order: of each its sequences, one behind the other. A part is named by its pictures
 * and not by how long each is shown: a movie whose speech has become slower is the same parts.
 */
export async function segmentParts(
  segments: readonly SegmentSequences[],
  options: SegmentPartsOptions,
): Promise<SegmentPart[]> {
  const byKey = new Map(segments.map(({ key, sequences }) => [key, sequences]));
  const wanted: WantedSequence[] = [];
  const started = Promise.withResolvers<void>();
  let undecided = byKey.size;
  const failure = new AbortController();
  // What is missing is coded together, and begins when it is known of each part whether it is.
  const decide = () => {
    undecided--;
    if (undecided === 0) options.encode(wanted, failure.signal).then(started.resolve, started.reject);
  };
  const parts = [...byKey].map(async ([key, sequences]): Promise<[string, SegmentPart]> => {
    let isDecided = false;
    const decideOnce = () => {
      if (!isDecided) decide();
      isDecided = true;
    };
    try {
      const part = await options.keepPart(partOf(key, options), async (path) => {
        const streams = sequences.map((sequence) => {
          const { promise: stream, resolve: onStream } = Promise.withResolvers<Uint8Array>();
          wanted.push({ sequence, onStream });
          return stream;
        });
        decideOnce();
        const failed = started.promise.then((): never => {
          throw new Error("The encoder has ended without these pictures");
        });
        await writeFile(path, Buffer.concat(await Promise.race([Promise.all(streams), failed])));
      });
      if (part.reused) sequences.forEach(options.onReused);
      return [key, part];
    } finally {
      decideOnce();
    }
  });
  const made = new Map(await allOrNone());
  return segments.map(({ key }) => {
    const part = made.get(key);
    if (part === undefined) throw new Error("A segment without its part");
    return part;
  });

  /** Where one fails the others have nothing left to work for, and nothing of them lies about when that is told. */
  async function allOrNone(): Promise<[string, SegmentPart][]> {
    try {
      const [made] = await Promise.all([Promise.all(parts), started.promise]);
      return made;
    } catch (error) {
      failure.abort();
      await Promise.allSettled([...parts, started.promise]);
      throw error;
    }
  }
}

function partOf(key: string, { settings, background, toolVersion }: SegmentPartsOptions) {
  return {
    kind: "segment",
    // Where in the movie it stands changes, and is none of its ingredients.
    shown: `pictures ${key}`,
    ingredients: { pictures: key, ...settings, background, encoder: { version: ENCODER_VERSION, ffmpeg: toolVersion } },
    extension: "h264",
  };
}

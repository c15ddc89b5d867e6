import { byteStream, unitsOf } from "./byte-stream.ts";
import { UNIT, unitType, type NalUnit } from "./nal-unit.ts";
import { readSequenceSet, type SequenceSet } from "./parameter-sets.ts";
import { isPicture, placed } from "./slice.ts";
import { blendedPicture, heldPicture } from "./uncoded-picture.ts";

/** A key picture and those that build on it, with what a decoder must know to begin with it. */
export interface CodedPictures {
  readonly sequenceSet: NalUnit;
  readonly pictureSet: NalUnit;
  readonly sequence: SequenceSet;
  /** The first is a key picture. */
  readonly slices: readonly NalUnit[];
}

/** What a stream holds, each key picture with those behind it. */
export function readCodedPictures(stream: Uint8Array): CodedPictures[] {
  let sequenceSet: NalUnit | null = null;
  let pictureSet: NalUnit | null = null;
  const coded: (CodedPictures & { readonly slices: NalUnit[] })[] = [];
  for (const unit of unitsOf(stream)) {
    if (unitType(unit) === UNIT.sequenceSet) sequenceSet = unit;
    else if (unitType(unit) === UNIT.pictureSet) pictureSet = unit;
    else if (isPicture(unit)) {
      if (sequenceSet === null || pictureSet === null) throw new RangeError("A bit stream without its parameter sets");
      if (unitType(unit) === UNIT.keySlice) {
        coded.push({ sequenceSet, pictureSet, sequence: readSequenceSet(sequenceSet), slices: [] });
      }
      const last = coded.at(-1);
      // What stands before it in a movie changes: none may look back.
      if (last === undefined) throw beginsWithNoKey();
      last.slices.push(unit);
    }
  }
  if (coded.length === 0) throw beginsWithNoKey();
  return coded;
}

function beginsWithNoKey(): RangeError {
  return new RangeError("A bit stream that begins with no key picture");
}

/** The stream of the first pictures of one: none of them knows of those that follow. */
export function beginningOf(stream: Uint8Array, pictures: number): Uint8Array {
  const [coded] = readCodedPictures(stream);
  if (coded === undefined) throw beginsWithNoKey();
  const { sequenceSet, pictureSet, slices } = coded;
  return byteStream([sequenceSet, pictureSet, ...slices.slice(0, pictures)]);
}

/** What is shown for so many frames: the next of the coded pictures, or one between the one before and the next. */
export interface Shown {
  readonly count: number;
  /** Null for a coded picture; how much is of the later one, in 128ths, for one between two. */
  readonly share: number | null;
}

/** A picture in the order of decoding. */
export interface StreamPicture {
  readonly unit: NalUnit;
  readonly isKey: boolean;
  /** How many frames are shown before it. */
  readonly shownAt: number;
}

/** Shows each picture as long as it is to be, and what lies between two after both. */
export function* showPictures(
  { slices, sequence }: CodedPictures,
  shown: readonly Shown[],
  held: typeof heldPicture = heldPicture,
): Generator<StreamPicture> {
  let next = 0;
  let frameNumber = 0;
  let at = 0;
  let between: { shownAt: number; share: number }[] = [];
  for (const { count, share } of shown) {
    const from = at;
    at += count;
    if (share !== null) {
      for (let shownAt = from; shownAt < at; shownAt++) between.push({ shownAt, share });
      continue;
    }
    const slice = slices[next];
    if (slice === undefined) throw new RangeError("Fewer pictures than are to be shown");
    // A key picture is where it is to be: its numbers are 0.
    const unit = next === 0 ? slice : placed(slice, sequence, { frameNumber, shownAt: from });
    yield { unit, isKey: next === 0, shownAt: from };
    next++;
    frameNumber++;
    for (const { shownAt, share: weight } of between) {
      yield { unit: blendedPicture(sequence, { frameNumber, shownAt }, weight), isKey: false, shownAt };
    }
    between = [];
    for (let shownAt = from + 1; shownAt < at; shownAt++) {
      yield { unit: held(sequence, { frameNumber, shownAt }), isKey: false, shownAt };
      frameNumber++;
    }
  }
  if (between.length > 0) throw new RangeError("Pictures between one and none");
}

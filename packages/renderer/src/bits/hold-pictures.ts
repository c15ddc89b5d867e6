import { byteStream, unitsOf } from "./byte-stream.ts";
import { UNIT, unitType, type NalUnit } from "./nal-unit.ts";
import { readPictureSet, readSequenceSet, type PictureSet, type SequenceSet } from "./parameter-sets.ts";
import { isPicture, skippedPicture, withFrameNumber } from "./slice.ts";

/** A key picture and those that build on it, with what a decoder must know to begin with it. */
export interface CodedPictures {
  readonly sequenceSet: NalUnit;
  readonly pictureSet: NalUnit;
  readonly sequence: SequenceSet;
  readonly picture: PictureSet;
  /** The first is a key picture. */
  readonly slices: readonly NalUnit[];
}

export function readCodedPictures(stream: Uint8Array): CodedPictures {
  let sequenceSet: NalUnit | null = null;
  let pictureSet: NalUnit | null = null;
  const slices: NalUnit[] = [];
  for (const unit of unitsOf(stream)) {
    if (unitType(unit) === UNIT.sequenceSet) sequenceSet = unit;
    else if (unitType(unit) === UNIT.pictureSet) pictureSet = unit;
    else if (isPicture(unit)) slices.push(unit);
  }
  if (sequenceSet === null || pictureSet === null) throw new RangeError("A bit stream without its parameter sets");
  return {
    sequenceSet,
    pictureSet,
    sequence: readSequenceSet(sequenceSet),
    picture: readPictureSet(pictureSet),
    slices,
  };
}

/** The stream of the first pictures of one: none of them knows of those that follow. */
export function beginningOf(stream: Uint8Array, pictures: number): Uint8Array {
  const { sequenceSet, pictureSet, slices } = readCodedPictures(stream);
  return byteStream([sequenceSet, pictureSet, ...slices.slice(0, pictures)]);
}

/** Shows each picture for so many frames: what follows it is skipped pictures, and all are counted anew. */
export function* holdPictures(coded: CodedPictures, counts: readonly number[]): Generator<NalUnit> {
  if (coded.slices.length < counts.length) throw new RangeError("Fewer pictures than are to be shown");
  yield coded.sequenceSet;
  yield coded.pictureSet;
  let frameNumber = 0;
  for (const [index, count] of counts.entries()) {
    const slice = coded.slices[index];
    if (slice === undefined) continue;
    yield index === 0 ? slice : withFrameNumber(slice, coded.sequence, frameNumber);
    frameNumber++;
    for (let held = 1; held < count; held++) {
      yield skippedPicture(coded.sequence, coded.picture, frameNumber++);
    }
  }
}

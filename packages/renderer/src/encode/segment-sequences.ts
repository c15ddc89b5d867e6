import { createHash } from "node:crypto";
import type { Segment } from "../timeline/plan-segments.ts";
import type { PictureSequence } from "./encode-sequences.ts";

/** What of a segment is to be coded. */
export interface SegmentSequences {
  /** The same for segments whose pictures are the same. */
  readonly key: string;
  /** Of its groups, each that differs from those before it. */
  readonly sequences: readonly PictureSequence[];
  /** Which of them each group is shown of: a picture that stays for long is the same one over and over. */
  readonly places: readonly number[];
}

export function segmentSequences({ groups }: Segment): SegmentSequences {
  const byKey = new Map<string, PictureSequence>();
  const keys = groups.map(({ coded }) => {
    const key = sequenceKey(coded);
    if (!byKey.has(key)) byKey.set(key, coded);
    return key;
  });
  const distinct = [...byKey.keys()];
  return {
    key: createHash("sha256").update(distinct.join()).digest("hex"),
    sequences: [...byKey.values()],
    places: keys.map((key) => distinct.indexOf(key)),
  };
}

/** A hash, because the states of a hundred pictures are a long text. */
function sequenceKey(sequence: PictureSequence): string {
  const pictures = sequence.map(({ key }) => key);
  return createHash("sha256").update(JSON.stringify(pictures)).digest("hex");
}

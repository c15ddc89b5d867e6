import { createNalSplitter } from "./nal-splitter.ts";
import { START_CODE, type NalUnit } from "./nal-unit.ts";

/** Units as they lie in a file (annex B). */
export function byteStream(units: Iterable<NalUnit>): Uint8Array {
  return Buffer.concat([...units].flatMap((unit) => [START_CODE, unit]));
}

export function unitsOf(stream: Uint8Array): NalUnit[] {
  const units: NalUnit[] = [];
  const splitter = createNalSplitter((unit) => units.push(unit));
  splitter.push(stream);
  splitter.flush();
  return units;
}

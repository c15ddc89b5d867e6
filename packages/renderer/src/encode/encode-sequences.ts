import { ProxxError } from "@proxx/contract";
import { byteStream } from "../bits/byte-stream.ts";
import { createNalSplitter } from "../bits/nal-splitter.ts";
import { UNIT, unitType, type NalUnit } from "../bits/nal-unit.ts";
import { checkPictureSet, readSequenceSet, withOrder, type SequenceSet } from "../bits/parameter-sets.ts";
import { firstMacroblock, withRoomForOrder } from "../bits/slice.ts";
import { createCanvas } from "../picture/compose-frame.ts";
import type { PlaneCache } from "../picture/plane-cache.ts";
import type { FrameRun } from "../timeline/frame-runs.ts";
import { encoderArguments, type EncoderSettings } from "./encoder-arguments.ts";
import { runEncoder } from "./run-encoder.ts";

/** Pictures that are coded one after the other, the first by itself. */
export type PictureSequence = readonly FrameRun[];

export interface EncodeOptions {
  readonly settings: EncoderSettings;
  readonly background: string;
  readonly planes: PlaneCache;
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
  readonly nameOf: (frame: number) => string;
  readonly onPicture: () => void;
  /** A sequence is whole: its bit stream, which decodes by itself. */
  readonly onSequence: (index: number, stream: Uint8Array) => void;
}

/** Draws and codes sequences in one run of the encoder. */
export async function encodeSequences(sequences: readonly PictureSequence[], options: EncodeOptions): Promise<void> {
  const { settings, ffmpeg, signal, onSequence } = options;
  const streams = gatherStreams(sequences, onSequence);
  await runEncoder({
    ffmpeg,
    args: encoderArguments(
      settings,
      sequences.flatMap((sequence) => sequence.map((_, index) => index === 0)),
    ),
    doing: `encoding the pictures of ${nameOfAll(sequences, options)}`,
    input: drawPictures(sequences, options),
    onOutput: streams.push,
    signal,
  });
  streams.end();
}

function nameOfAll(sequences: readonly PictureSequence[], { nameOf }: EncodeOptions): string {
  const [first = "", ...others] = new Set(sequences.map(([picture]) => nameOf(picture?.from ?? 0)));
  const last = others.at(-1);
  return last === undefined ? first : `${first} to ${last}`;
}

async function* drawPictures(
  sequences: readonly PictureSequence[],
  { settings, background, planes, onPicture }: EncodeOptions,
): AsyncGenerator<Uint8Array> {
  const { width, height } = settings;
  // One is drawn while the other is on its way.
  const canvases = [
    createCanvas({ width, height, background }, planes),
    createCanvas({ width, height, background }, planes),
  ];
  let drawn = 0;
  for (const picture of sequences.flat()) {
    const canvas = canvases[drawn++ % 2];
    if (canvas === undefined) return;
    yield await canvas.draw(picture.states);
    onPicture();
  }
}

/** Puts what the encoder writes together to a stream of each sequence. */
function gatherStreams(sequences: readonly PictureSequence[], onSequence: EncodeOptions["onSequence"]) {
  let sequenceSet: NalUnit | null = null;
  let pictureSet: NalUnit | null = null;
  let sequence: SequenceSet | null = null;
  let index = -1;
  let slices: NalUnit[] = [];

  const take = (unit: NalUnit) => {
    const type = unitType(unit);
    if (type === UNIT.sequenceSet) {
      sequenceSet = withOrder(unit);
      sequence = readSequenceSet(sequenceSet);
    } else if (type === UNIT.pictureSet) {
      checkPictureSet(unit);
      pictureSet = unit;
    } else if (type === UNIT.keySlice || type === UNIT.slice) takeSlice(unit, type === UNIT.keySlice);
  };
  const takeSlice = (unit: NalUnit, isKey: boolean) => {
    if (sequenceSet === null || pictureSet === null || sequence === null || firstMacroblock(unit) !== 0)
      throw strange();
    if (isKey) {
      index++;
      slices = [];
    }
    slices.push(withRoomForOrder(unit, sequence));
    const wanted = sequences[index]?.length ?? 0;
    if (slices.length > wanted) throw strange();
    if (slices.length === wanted) onSequence(index, byteStream([sequenceSet, pictureSet, ...slices]));
  };
  const splitter = createNalSplitter(take);
  return {
    push: (bytes: Uint8Array) => splitter.push(bytes),
    end: () => {
      splitter.flush();
      if (index !== sequences.length - 1 || slices.length !== sequences[index]?.length) throw strange();
    },
  };
}

function strange(): ProxxError {
  return new ProxxError("tool_failed", "The encoder made other pictures than it was asked for.", {
    hint: "Install an ffmpeg with a current libx264.",
  });
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFfmpeg } from "./make-clip.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const [MACROBLOCKS_WIDE, MACROBLOCKS_HIGH] = [8, 2];

/**
 * H.264 as AVCHD cameras write it, which no encoder of ffmpeg makes: each field is a picture of its own, and a packet with a
 * time of its own, 50 a second of 25 frames unless told otherwise. The samples stand in the stream as they are (I_PCM).
 */
export function fieldCodedClip(
  fileName: string,
  { frames = 25, fieldRate = [50, 1] }: { frames?: number; fieldRate?: [numerator: number, denominator: number] } = {},
): string {
  const folder = temporaryFolder();
  const stream = join(folder, "fields.h264");
  const path = join(folder, fileName);
  writeFileSync(stream, fieldCodedStream(frames, fieldRate));
  // In the ticks of a transport stream, 90,000 a second.
  const time = `trunc(N*${(90000 * fieldRate[1]) / fieldRate[0]})`;
  const times = `setts=pts=${time}:dts=${time}`;
  runFfmpeg(["-f", "h264", "-framerate", fieldRate.join("/"), "-i", stream, "-c:v", "copy", "-bsf:v", times, path]);
  return path;
}

function fieldCodedStream(frames: number, fieldRate: [number, number]): Buffer {
  const pictures = Array.from({ length: frames * 2 }, (_, field) => fieldPicture(field));
  return Buffer.concat([parameters(fieldRate), ...pictures]);
}

function parameters([fields, seconds]: [number, number]): Buffer {
  const sequence = new BitWriter();
  // Main profile, level 3; one reference; frames of field pairs, never adaptive.
  sequence.bits(77, 8).bits(0, 8).bits(30, 8);
  for (const value of [0, 0, 2, 1]) sequence.exponential(value);
  sequence
    .bits(0, 1)
    .exponential(MACROBLOCKS_WIDE - 1)
    .exponential(MACROBLOCKS_HIGH - 1);
  sequence.bits(0b00101, 5);
  // Of the usability information only the clock: how many fields in how many seconds.
  sequence.bits(0b0000, 4).bits(1, 1).bits(seconds, 32).bits(fields, 32).bits(0b10000, 5);
  const picture = new BitWriter();
  picture.exponential(0).exponential(0).bits(0b00, 2);
  for (const value of [0, 0, 0]) picture.exponential(value);
  picture.bits(0b000, 3).exponential(0).exponential(0).exponential(0).bits(0b100, 3);
  return Buffer.concat([unit(0x67, sequence.finish()), unit(0x68, picture.finish())]);
}

function fieldPicture(field: number): Buffer {
  const frame = field >> 1;
  const first = field === 0;
  const slice = new BitWriter();
  slice.exponential(0).exponential(7).exponential(0);
  slice
    .bits(frame % 16, 4)
    .bits(1, 1)
    .bits(field % 2, 1);
  if (first) slice.exponential(0);
  slice
    .bits(0, first ? 2 : 1)
    .exponential(0)
    .exponential(1);
  for (let macroblock = 0; macroblock < MACROBLOCKS_WIDE * MACROBLOCKS_HIGH; macroblock++) {
    slice.exponential(25).align();
    const left = (macroblock % MACROBLOCKS_WIDE) * 16;
    for (let sample = 0; sample < 256; sample++) slice.bits(40 + (((left + (sample % 16)) * 3 + field * 8) % 160), 8);
    for (let sample = 0; sample < 128; sample++) slice.bits(128, 8);
  }
  return unit(first ? 0x65 : 0x21, slice.finish());
}

/** A start code, the unit's header, and its bytes with what keeps them from looking like a start code. */
function unit(header: number, payload: Buffer): Buffer {
  const bytes = [0, 0, 0, 1, header];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

class BitWriter {
  readonly #bits: number[] = [];

  bits(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push(Math.floor(value / 2 ** bit) % 2);
    return this;
  }

  /** Exp-Golomb, as H.264 writes most of its numbers. */
  exponential(value: number): this {
    const length = Math.floor(Math.log2(value + 1));
    return this.bits(0, length).bits(value + 1, length + 1);
  }

  align(): this {
    while (this.#bits.length % 8 !== 0) this.#bits.push(0);
    return this;
  }

  finish(): Buffer {
    this.#bits.push(1);
    this.align();
    return Buffer.from(
      Array.from({ length: this.#bits.length / 8 }, (_, index) =>
        this.#bits.slice(index * 8, index * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
      ),
    );
  }
}

import { ProxxError } from "@proxx/contract";

export interface WavSound {
  /** All channels as one, full scale being 1. */
  samples: Float32Array;
  sampleRate: number;
}

/** The sound of a WAV file of plain samples; null where it is another sort of file. */
export function readWav(bytes: Uint8Array): WavSound | null {
  const found = findSamples(bytes);
  return found === null ? null : { samples: readSamples(found), sampleRate: found.format.sampleRate };
}

/** How long such a sound is, without any of its samples. */
export function wavLength(bytes: Uint8Array): { samples: number; sampleRate: number } | null {
  const found = findSamples(bytes);
  return found === null ? null : { samples: found.count, sampleRate: found.format.sampleRate };
}

/** Samples as they lie in a file. */
interface FoundSamples {
  view: DataView;
  at: number;
  count: number;
  format: Format;
  read: SampleReader;
}

function findSamples(bytes: Uint8Array): FoundSamples | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || name(view, 0) !== "RIFF" || name(view, 8) !== "WAVE") return null;
  let format: Format | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name(view, at) === "fmt " && body + 16 <= bytes.length) format = readFormat(view, body, size);
    if (name(view, at) === "data") {
      const read = format === null ? null : sampleReader(format);
      if (format === null || read === null || format.channels === 0 || format.sampleRate === 0) return null;
      return { view, at: body, count: countOf(view, body, size, format), format, read };
    }
    at = body + size + (size % 2);
  }
  return null;
}

interface Format {
  code: number;
  channels: number;
  sampleRate: number;
  bits: number;
}

function readFormat(view: DataView, at: number, size: number): Format {
  const code = view.getUint16(at, true);
  return {
    // The extensible form has the code at the beginning of an identifier.
    code: code === 0xfffe && size >= 26 && at + 26 <= view.byteLength ? view.getUint16(at + 24, true) : code,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

type SampleReader = (view: DataView, at: number) => number;

function sampleReader({ code, bits }: Format): SampleReader | null {
  if (code === 1 && bits === 16) return (view, at) => view.getInt16(at, true) / 32_768;
  if (code === 1 && bits === 24)
    return (view, at) => (view.getUint16(at, true) / 256 + view.getInt8(at + 2) * 256) / 32_768;
  if (code === 1 && bits === 32) return (view, at) => view.getInt32(at, true) / 2_147_483_648;
  if (code === 3 && bits === 32) return (view, at) => view.getFloat32(at, true);
  return null;
}

/** A length that only says that whoever wrote it did not know it yet, as to a pipe. */
const UNKNOWN_LENGTH = 0x7fff_0000;

function countOf(view: DataView, at: number, size: number, { channels, bits }: Format): number {
  const there = view.byteLength - at;
  if (size > there && size < UNKNOWN_LENGTH) {
    throw new ProxxError(
      "source_damaged",
      `The WAV file is cut off: ${there} of its ${size} bytes of sound are there.`,
      {
        hint: "Have it made or sent again.",
      },
    );
  }
  return Math.floor(Math.min(size, there) / ((bits / 8) * channels));
}

function readSamples({ view, at, count, format: { channels, bits }, read }: FoundSamples): Float32Array {
  const width = bits / 8;
  const samples = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read(view, at + (index * channels + channel) * width);
    samples[index] = sum / channels;
  }
  return samples;
}

function name(view: DataView, at: number): string {
  return String.fromCodePoint(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}

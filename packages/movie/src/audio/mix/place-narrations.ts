import { open, readFile } from "node:fs/promises";
import { readWav, wavFile } from "@proxx/media";
import { SAMPLE_RATE } from "../speech/finish-speech.ts";

/** A spoken line in a movie: which file, and from which sample on. */
export interface PlacedNarration {
  readonly id: string;
  readonly path: string;
  readonly from: number;
}

/**
 * Writes all that is spoken in a movie as one WAV file of exactly so many samples: each line begins with its sample, and
 * between them is silence. Gives from which to before which sample each line is. Half an hour is 170 MB, of which never more
 * than a line is held.
 */
export async function placeNarrations(
  narrations: readonly PlacedNarration[],
  samples: number,
  path: string,
): Promise<{ from: number; to: number }[]> {
  const file = await open(path, "wx");
  try {
    const header = wavFile(new Int16Array(), SAMPLE_RATE);
    header.writeUInt32LE(36 + samples * 2, 4);
    header.writeUInt32LE(samples * 2, 40);
    await file.write(header, 0, header.length, 0);
    // What is not written to is silent, and takes no room on most file systems.
    await file.truncate(header.length + samples * 2);
    const placed: { from: number; to: number }[] = [];
    for (const narration of narrations) {
      const spoken = await samplesOf(narration);
      const to = narration.from + spoken.length;
      checkPlace(narration, to, placed.at(-1)?.to ?? 0, samples);
      const bytes = Buffer.from(spoken.buffer, spoken.byteOffset, spoken.byteLength);
      await file.write(bytes, 0, bytes.length, header.length + narration.from * 2);
      placed.push({ from: narration.from, to });
    }
    return placed;
  } finally {
    await file.close();
  }
}

async function samplesOf({ id, path }: PlacedNarration): Promise<Int16Array> {
  const wav = readWav(await readFile(path));
  if (wav === null || wav.sampleRate !== SAMPLE_RATE) {
    throw new TypeError(`Expected the sound of line \`${id}\` to be a WAV file of ${SAMPLE_RATE} Hz, got ${path}`);
  }
  return Int16Array.from(wav.samples, (sample) => sample * 32_768);
}

/** Lines follow each other, none over another, all of them within the movie. */
export function checkPlace({ id, from }: PlacedNarration, to: number, free: number, samples: number): void {
  if (Number.isSafeInteger(from) && from >= free && to <= samples) return;
  throw new TypeError(
    `Expected line \`${id}\` to lie between the samples ${free} and ${samples}, got ${from} to ${to}`,
  );
}

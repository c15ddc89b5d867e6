import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { wavLength } from "@proxx/media";
import { SAMPLE_RATE } from "../speech/finish-speech.ts";
import type { MeasuredLine } from "./packets/speech-runs.ts";
import { checkPlace, type PlacedNarration } from "./place-narrations.ts";

/** Reads each line once, for what it is and how long: never more than one is held. */
export async function measureLines(
  lines: readonly PlacedNarration[],
  samples: number,
  signal: AbortSignal,
): Promise<MeasuredLine[]> {
  const measured: MeasuredLine[] = [];
  let free = 0;
  for (const line of lines) {
    signal.throwIfAborted();
    const bytes = await readFile(line.path);
    const wav = wavLength(bytes);
    if (wav === null || wav.sampleRate !== SAMPLE_RATE) {
      throw new TypeError(
        `Expected the sound of line \`${line.id}\` to be a WAV file of ${SAMPLE_RATE} Hz, got ${line.path}`,
      );
    }
    const length = wav.samples;
    checkPlace(line, line.from + length, free, samples);
    free = line.from + length;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    measured.push({ path: line.path, sha256, from: line.from, samples: length });
  }
  return measured;
}

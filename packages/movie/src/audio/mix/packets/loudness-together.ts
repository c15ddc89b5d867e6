import type { MeasuredLoudness } from "@proxx/composition";
import { BLOCK_SAMPLES, gatedLoudness, STEP_SAMPLES } from "../../speech/loudness.ts";
import { CELL, type HeardRun } from "./hear-run.ts";
import { BLOCK, type SpeechRun } from "./speech-runs.ts";

/**
 * How loud runs are together, each at its place and silence between them. Of what was heard of each by itself: energies of
 * what does not sound at once are added, and the highest peak of all is the highest of one.
 */
export function loudnessTogether(
  runs: readonly { readonly run: SpeechRun; readonly heard: HeardRun }[],
  samples: number,
): MeasuredLoudness {
  const length = Math.ceil(samples / BLOCK) * BLOCK;
  const cells = new Float64Array(length / CELL);
  for (const { run, heard } of runs) {
    // A decoder gives the block before the first packet, and that is the one before the run's silent block.
    const first = ((run.block - 2) * BLOCK) / CELL;
    for (const [index, energy] of numbersIn(heard.energies).entries()) {
      const at = first + index;
      if (at >= 0 && at < cells.length) cells[at] = (cells[at] ?? 0) + energy;
    }
  }
  const until = sums(cells);
  const energyUntil = (sample: number) => {
    const cell = Math.floor(sample / CELL);
    return (until[cell] ?? 0) + ((cells[cell] ?? 0) * (sample % CELL)) / CELL;
  };
  const blocks: number[] = [];
  for (let from = 0; from + BLOCK_SAMPLES <= length; from += STEP_SAMPLES) {
    blocks.push((energyUntil(from + BLOCK_SAMPLES) - energyUntil(from)) / BLOCK_SAMPLES);
  }
  return {
    integrated: gatedLoudness(blocks),
    truePeak: Math.max(...runs.map(({ heard }) => heard.truePeak ?? -Infinity)),
  };
}

function numbersIn(base64: string): Float32Array {
  const bytes = Buffer.from(base64, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** What lies before each cell, and before the end. */
function sums(cells: Float64Array): Float64Array {
  const until = new Float64Array(cells.length + 1);
  for (const [index, energy] of cells.entries()) until[index + 1] = (until[index] ?? 0) + energy;
  return until;
}

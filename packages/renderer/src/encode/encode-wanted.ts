import { encodeSequences, type EncodeOptions } from "./encode-sequences.ts";
import type { WantedSequence } from "./segment-parts.ts";

/** So many pictures are coded by one run of the encoder at most: its arguments name all that are special. */
const MOST_PICTURES = 2000;
/** Fewer are not worth another process. */
const FEWEST_PICTURES = 6;

/** Codes sequences with as many encoders at once as there are cores: one thread each, and none of them needs another. */
export async function encodeWanted(
  wanted: readonly WantedSequence[],
  { cores, signal, ...options }: Omit<EncodeOptions, "onSequence"> & { readonly cores: number },
): Promise<void> {
  const waiting = batchesOf(wanted, cores);
  const failure = new AbortController();
  const lane = async () => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const current = batch;
      await encodeSequences(
        current.map(({ sequence }) => sequence),
        {
          ...options,
          signal: AbortSignal.any([signal, failure.signal]),
          onSequence: (index, stream) => current[index]?.onStream(stream),
        },
      );
    }
  };
  const lanes = Array.from({ length: Math.min(cores, waiting.length) }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    // The first failure is told of; the other encoders have nothing left to work for.
    failure.abort();
    await Promise.allSettled(lanes);
    throw error;
  }
}

/** Cuts the list into batches of about as many pictures, whole rounds of them for the cores. */
function batchesOf(wanted: readonly WantedSequence[], cores: number): WantedSequence[][] {
  const total = wanted.reduce((sum, { sequence }) => sum + sequence.length, 0);
  const rounds = Math.ceil(total / (MOST_PICTURES * cores));
  const count = Math.max(1, Math.min(rounds * cores, Math.floor(total / FEWEST_PICTURES)));
  const batches: WantedSequence[][] = [];
  let before = 0;
  for (const entry of wanted) {
    // By the middle of it, so that batches differ by half a sequence at most.
    const index = Math.floor(((before + entry.sequence.length / 2) / total) * count);
    (batches[index] ??= []).push(entry);
    before += entry.sequence.length;
  }
  return batches.filter((batch) => batch !== undefined);
}

import { beginningOf } from "../bits/show-pictures.ts";
import { encodeSequences, type EncodeOptions, type PictureSequence } from "./encode-sequences.ts";
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
  const waiting = batchesOf(withBeginnings(wanted), cores);
  const failure = new AbortController();
  const lane = async () => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const current = batch;
      await encodeSequences(
        current.map(({ sequence }) => sequence),
        {
          ...options,
          signal: AbortSignal.any([signal, failure.signal]),
          onSequence: (index, stream) => {
            const coded = current[index];
            coded?.onStream(stream);
            for (const { sequence, onStream } of coded?.beginnings ?? []) {
              onStream(beginningOf(stream, sequence.length));
              for (let told = 0; told < sequence.length; told++) options.onPicture();
            }
          },
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

/** A sequence, and others that are its first pictures: they are cut out of its stream. */
interface CodedSequence extends WantedSequence {
  readonly beginnings: WantedSequence[];
}

/** A slide that stays is a key picture by itself, and one on which what comes to it builds: it is coded once. */
function withBeginnings(wanted: readonly WantedSequence[]): CodedSequence[] {
  const coded: CodedSequence[] = [];
  const byFirst = new Map<string, CodedSequence[]>();
  for (const entry of [...wanted].sort((one, other) => other.sequence.length - one.sequence.length)) {
    const first = entry.sequence[0]?.key ?? "";
    const others = byFirst.get(first) ?? [];
    const whole = others.find((other) => beginsWith(other.sequence, entry.sequence));
    if (whole !== undefined) {
      whole.beginnings.push(entry);
      continue;
    }
    const own = { ...entry, beginnings: [] };
    coded.push(own);
    byFirst.set(first, [...others, own]);
  }
  return coded.sort((one, other) => (one.sequence[0]?.from ?? 0) - (other.sequence[0]?.from ?? 0));
}

function beginsWith(sequence: PictureSequence, beginning: PictureSequence): boolean {
  return beginning.every(({ key }, index) => sequence[index]?.key === key);
}

/** Cuts the list into batches of about as many pictures, whole rounds of them for the cores. */
function batchesOf(wanted: readonly CodedSequence[], cores: number): CodedSequence[][] {
  const total = wanted.reduce((sum, { sequence }) => sum + sequence.length, 0);
  const rounds = Math.ceil(total / (MOST_PICTURES * cores));
  const count = Math.max(1, Math.min(rounds * cores, Math.floor(total / FEWEST_PICTURES)));
  const batches: CodedSequence[][] = [];
  let before = 0;
  for (const entry of wanted) {
    // By the middle of it, so that batches differ by half a sequence at most.
    const index = Math.floor(((before + entry.sequence.length / 2) / total) * count);
    (batches[index] ??= []).push(entry);
    before += entry.sequence.length;
  }
  return batches.filter((batch) => batch !== undefined);
}

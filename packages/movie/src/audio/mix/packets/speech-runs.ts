/** Samples of one packet of AAC. */
export const BLOCK = 1024;

/** A line of which is known how long it is. */
export interface MeasuredLine {
  readonly path: string;
  /** Of its bytes. */
  readonly sha256: string;
  readonly from: number;
  readonly samples: number;
}

/** Lines that are coded together: what they are made of does not depend on where in the movie they stand. */
export interface SpeechRun {
  /** The block of the movie that it begins with, and how many are its own. */
  readonly block: number;
  readonly blocks: number;
  readonly lines: readonly (Omit<MeasuredLine, "from"> & {
    /** From the run's first sample on. */
    readonly at: number;
  })[];
}

/** Lines with less between them than so many samples are one run: each then begins with a block of its own. */
const NEAR = 4 * BLOCK;

/**
 * Cuts what is spoken into runs, each of which begins with the block that is nearest: at most 11 ms before or after its
 * frame. Otherwise a line that becomes longer would move all that follow within their blocks, and all would be coded anew.
 * Null where a run has no silent block before or behind it.
 */
export function speechRuns(lines: readonly MeasuredLine[], samples: number): SpeechRun[] | null {
  const runs: (MeasuredLine & { end: number })[][] = [];
  for (const line of lines) {
    const placed = { ...line, end: line.from + line.samples };
    const last = runs.at(-1);
    if (last !== undefined && line.from - (last.at(-1)?.end ?? 0) < NEAR) last.push(placed);
    else runs.push([placed]);
  }
  const total = Math.ceil(samples / BLOCK);
  const placed = runs.map((run): SpeechRun => {
    const from = run[0]?.from ?? 0;
    const blocks = Math.ceil(((run.at(-1)?.end ?? from) - from) / BLOCK);
    return {
      block: Math.min(Math.max(1, Math.round(from / BLOCK)), total - blocks),
      blocks,
      lines: run.map(({ path, sha256, samples: length, from: start }) => ({
        path,
        sha256,
        samples: length,
        at: start - from,
      })),
    };
  });
  return placed.every(({ block }) => block >= 1) ? placed : null;
}

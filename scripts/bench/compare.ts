import { cpuSeconds } from "./cpu-seconds.ts";

export interface Comparison {
  name: string;
  /** What stands on each side, in words. */
  ours: string;
  bare: string;
  rounds: number;
  oursMedianMs: number;
  bareMedianMs: number;
  /** Median of the ratios of neighbouring runs, which share the machine's mood. */
  ratio: number;
  /** Seconds of computing, of all processes, and the median of their ratios. */
  cpu?: { ours: number; bare: number; ratio: number };
  limit: string;
  /** The figure that the limit is about, when it is not the ratio itself. */
  figure?: number;
}

/** Runs two things in turn, one uncounted warm-up each, and compares them pair by pair. */
export async function alternate(
  rounds: number,
  ours: () => Promise<void>,
  bare: () => Promise<void>,
  { warmUp = true }: { warmUp?: boolean } = {},
): Promise<
  Pick<Comparison, "rounds" | "oursMedianMs" | "bareMedianMs" | "ratio"> &
    Required<Pick<Comparison, "cpu">> & { pairs: [number, number][] }
> {
  if (warmUp) {
    await ours();
    await bare();
  }
  const pairs: [number, number][] = [];
  const cpuPairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever comes first finds the disk cache as the other left it: take turns.
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const a = await timed(first);
    const b = await timed(second);
    pairs.push(round % 2 === 0 ? [a.ms, b.ms] : [b.ms, a.ms]);
    cpuPairs.push(round % 2 === 0 ? [a.cpu, b.cpu] : [b.cpu, a.cpu]);
  }
  return {
    rounds,
    oursMedianMs: median(pairs.map(([a]) => a)),
    bareMedianMs: median(pairs.map(([, b]) => b)),
    ratio: median(pairs.map(([a, b]) => a / b)),
    cpu: {
      ours: median(cpuPairs.map(([a]) => a)),
      bare: median(cpuPairs.map(([, b]) => b)),
      ratio: median(cpuPairs.map(([a, b]) => a / b)),
    },
    pairs,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function print(comparisons: readonly Comparison[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(comparisons, null, 2)}\n`);
    return;
  }
  for (const { name, ours, bare, rounds, oursMedianMs, bareMedianMs, ratio, cpu, limit, figure } of comparisons) {
    process.stdout.write(
      `${name}\n  ours  ${oursMedianMs.toFixed(0)} ms  ${ours}\n  bare  ${bareMedianMs.toFixed(0)} ms  ${bare}\n` +
        (cpu === undefined
          ? ""
          : `  CPU ${cpu.ours.toFixed(2)} s to ${cpu.bare.toFixed(2)} s, ratio ${cpu.ratio.toFixed(3)}\n`) +
        `  ratio ${ratio.toFixed(3)} (median of ${rounds} pairs)${figure === undefined ? "" : `, figure ${figure.toFixed(2)}`}; wanted: ${limit}\n`,
    );
  }
}

async function timed(call: () => Promise<void>): Promise<{ ms: number; cpu: number }> {
  const [started, computed] = [performance.now(), cpuSeconds()];
  await call();
  return { ms: performance.now() - started, cpu: cpuSeconds() - computed };
}

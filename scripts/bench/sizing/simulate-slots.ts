import type { Workload } from "./sizing-model.ts";

export interface Simulated {
  jobs: number;
  utilisation: number;
  meanWaitSeconds: number;
  waitSeconds95: number;
  longestWaitSeconds: number;
  /** The most that stood in the queue at a time. */
  longestQueue: number;
}

/**
 * The busiest hour, job by job: they come at random (Poisson) and in the order of their coming take the first slot that is
 * free; how long they take is log-normal. The first tenth only fills the house and is not counted.
 */
export function simulateSlots(
  workload: Workload,
  { slots, seconds, random }: { slots: number; seconds: number; random: () => number },
): Simulated {
  const perSecond = (workload.jobsPerDay / 86_400) * workload.peakFactor;
  const sigma = Math.sqrt(Math.log(1 + workload.jobSpread ** 2));
  const mu = Math.log(workload.jobSeconds) - sigma ** 2 / 2;
  /** When each slot is free, the first on top. */
  const free = new Float64Array(slots);
  const waits: number[] = [];
  const begins: number[] = [];
  let busy = 0;
  let inQueue = 0;
  let longestQueue = 0;
  let oldest = 0;
  const from = seconds / 10;
  for (let now = -Math.log(1 - random()) / perSecond; now < seconds; now += -Math.log(1 - random()) / perSecond) {
    const takes = Math.exp(mu + sigma * normal(random));
    const begin = Math.max(now, free[0] ?? 0);
    replaceFirst(free, begin + takes);
    begins.push(begin);
    inQueue += 1;
    // First come, first served: whoever came before begins before.
    while (oldest < begins.length && (begins[oldest] ?? 0) <= now) {
      oldest += 1;
      inQueue -= 1;
    }
    if (now < from) continue;
    longestQueue = Math.max(longestQueue, inQueue);
    waits.push(begin - now);
    busy += takes;
  }
  waits.sort((one, other) => one - other);
  const sum = waits.reduce((total, wait) => total + wait, 0);
  return {
    jobs: waits.length,
    utilisation: busy / (slots * (seconds - from)),
    meanWaitSeconds: sum / waits.length,
    waitSeconds95: waits[Math.floor(waits.length * 0.95)] ?? 0,
    longestWaitSeconds: waits.at(-1) ?? 0,
    longestQueue,
  };
}

/** Puts another value in the place of a heap's smallest. */
function replaceFirst(heap: Float64Array, value: number): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const child = left + 1 < heap.length && (heap[left + 1] ?? 0) < (heap[left] ?? 0) ? left + 1 : left;
    const below = heap[child] ?? 0;
    if (below >= value) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = value;
}

/** By Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

// How many slots, machines and transactions a day's work takes, and whether the formula's word for how long a job waits holds
// when the busiest hour is played through job by job.
import { createRandom } from "@proxx/testing/create-random";
import { simulateSlots } from "./sizing/simulate-slots.ts";
import { sizeFor, type Workload } from "./sizing/sizing-model.ts";

/** What docs/scaling.md assumes, and says where it comes from. */
const ASSUMED = {
  peakFactor: 2.5,
  jobSeconds: 4,
  jobSpread: 1.5,
  jobsPerExecution: 5,
  transactionsPerJob: 4,
  transactionsPerExecution: 4,
  waitSeconds95: 5,
  mostBusy: 0.85,
  slotsPerMachine: 8,
} as const satisfies Omit<Workload, "jobsPerDay">;

const DAYS = [10_000, 100_000, 1_000_000, 10_000_000];
/** So many that there are at least twenty thousand jobs in it. */
const LEAST_JOBS = 20_000;

export async function run({ json }: { json: boolean }): Promise<void> {
  const rows = DAYS.map((jobsPerDay) => {
    const workload = { jobsPerDay, ...ASSUMED };
    const sizing = sizeFor(workload);
    const seconds = Math.max(3600, LEAST_JOBS / sizing.jobsPerSecondAtPeak);
    const simulated = simulateSlots(workload, { slots: sizing.slots, seconds, random: createRandom(1) });
    return { jobsPerDay, sizing, simulated };
  });
  if (json) {
    process.stdout.write(`${JSON.stringify({ assumed: ASSUMED, rows }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${JSON.stringify(ASSUMED)}\n`);
  for (const { jobsPerDay, sizing, simulated } of rows) {
    process.stdout.write(
      `${jobsPerDay} jobs a day: ${sizing.jobsPerSecondAtPeak.toFixed(1)}/s in the busiest hour, ${sizing.slots} slots ` +
        `(${(100 * sizing.utilisation).toFixed(0)} % busy), ` +
        `${sizing.machines} machines, ${sizing.transactionsPerSecondAtPeak.toFixed(0)} transactions/s\n` +
        `  wait by the formula: mean ${sizing.meanWaitSeconds.toFixed(2)} s, 95 of 100 below ${sizing.waitSeconds95.toFixed(2)} s\n` +
        `  played through, ${simulated.jobs} jobs: mean ${simulated.meanWaitSeconds.toFixed(2)} s, 95 of 100 below ` +
        `${simulated.waitSeconds95.toFixed(2)} s, longest ${simulated.longestWaitSeconds.toFixed(1)} s, ` +
        `${simulated.longestQueue} in the queue, ${(100 * simulated.utilisation).toFixed(0)} % busy\n`,
    );
  }
}

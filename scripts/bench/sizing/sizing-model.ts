/** What is expected of a day, and what was measured of one job. */
export interface Workload {
  jobsPerDay: number;
  /** The busiest hour by the average one. */
  peakFactor: number;
  /** How long a job holds a slot, in seconds, on average. */
  jobSeconds: number;
  /** Its standard deviation by its average: 1 for an even mix, more where few long ones stand among many short ones. */
  jobSpread: number;
  jobsPerExecution: number;
  /** What a job and an execution write to the database, in transactions. */
  transactionsPerJob: number;
  transactionsPerExecution: number;
  /** For at most so long, in seconds, 95 of 100 jobs are to wait for a slot in the busiest hour. */
  waitSeconds95: number;
  /** No more of the slots than this is to be busy then: machines fail, and days differ. */
  mostBusy: number;
  slotsPerMachine: number;
}

export interface Sizing {
  jobsPerSecondAtPeak: number;
  slots: number;
  /** How much of the slots is busy then. */
  utilisation: number;
  machines: number;
  transactionsPerSecondAtPeak: number;
  /** How long a job waits for a slot in the busiest hour, in seconds: on average, and at most for 95 of 100. */
  meanWaitSeconds: number;
  waitSeconds95: number;
}

/** By arithmetic, and for the wait by Erlang's formula with Allen and Cunneen's correction for the spread of the jobs. */
export function sizeFor(workload: Workload): Sizing {
  const perSecond = (workload.jobsPerDay / 86_400) * workload.peakFactor;
  const load = perSecond * workload.jobSeconds;
  let slots = Math.ceil(load / workload.mostBusy);
  while (waitFor(workload, slots, load).waitSeconds95 > workload.waitSeconds95) slots += 1;
  return {
    jobsPerSecondAtPeak: perSecond,
    slots,
    utilisation: load / slots,
    machines: Math.ceil(slots / workload.slotsPerMachine),
    transactionsPerSecondAtPeak:
      perSecond * workload.transactionsPerJob +
      (perSecond / workload.jobsPerExecution) * workload.transactionsPerExecution,
    ...waitFor(workload, slots, load),
  };
}

function waitFor({ jobSeconds, jobSpread }: Workload, slots: number, load: number) {
  const mustWait = chanceOfWait(slots, load);
  /** Those who wait do so for so long on average. */
  const wait = (jobSeconds / (slots - load)) * ((1 + jobSpread ** 2) / 2);
  return { meanWaitSeconds: mustWait * wait, waitSeconds95: mustWait <= 0.05 ? 0 : wait * Math.log(mustWait / 0.05) };
}

/** Erlang C: the chance that all slots are taken when a job comes. `load` in slots. */
function chanceOfWait(slots: number, load: number): number {
  // By Erlang B's recursion, which cannot overflow.
  let blocked = 1;
  for (let count = 1; count <= slots; count++) blocked = (load * blocked) / (count + load * blocked);
  const busy = load / slots;
  return blocked / (1 - busy * (1 - blocked));
}

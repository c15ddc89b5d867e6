/** What a scenario is checked for; each must be 0. */
export const SERVER_FIGURES = {
  lost: "executions that were acknowledged, and are unknown",
  stuck: "executions that did not come to an end",
  wrongEnd: "executions that ended as they may not",
  twice: "jobs that ran to their end more often than processes were killed under them",
  unopened: "homes that did not open after a kill",
  stale: "writes of processes that counted as gone and were heard",
  doubled: "requests with one key that began several executions",
  untold: "executions without exactly one message to their webhook",
  forgotten: "paid runs at a provider that nobody collected",
  paidTwice: "runs at a provider beyond one in a hundred that were paid twice",
  disorder: "jobs that began before what they depend on had ended, and progress that fell",
  complaints: "errors that a process wrote or a client was answered",
} as const;

export type ServerFigure = keyof typeof SERVER_FIGURES;

export interface ServerViolation {
  figure: ServerFigure;
  detail: string;
}

/** What came of a scenario. */
export interface ScenarioOutcome {
  violations: ServerViolation[];
  /** How much was done, in words. */
  counts: Record<string, number>;
  /** Milliseconds, of which the median and the 95th percentile are told. */
  times: Record<string, number[]>;
}

export function emptyOutcome(): ScenarioOutcome {
  return { violations: [], counts: {}, times: {} };
}

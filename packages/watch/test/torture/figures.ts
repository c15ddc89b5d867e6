/** What a round is checked for; each must be 0. */
export const FIGURES = {
  lost: "specs lost",
  duplicated: "specs duplicated",
  inTwoFolders: "specs in two folders",
  unfinished: "specs not finished",
  withoutResult: "finished specs without exactly one valid result",
  resultWithoutSpec: "results without their spec",
  wrongVerdict: "specs with a verdict that nothing explains",
  unverifiedOutput: "outputs under a final name that were not verified",
  publishedNotReported: "published clips reported as not done",
  outputMissing: "completed clips whose output is missing or another",
  overwritten: "finished files changed or removed",
  orphans: "orphaned processes",
  leftovers: "files left behind",
  runnerFaults: "runners that ended as they may not",
} as const;

export type Figure = keyof typeof FIGURES;

export interface Violation {
  figure: Figure;
  detail: string;
}

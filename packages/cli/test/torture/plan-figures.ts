/** What a round is checked for; each must be 0. */
export const PLAN_FIGURES = {
  outlived: "processes that ran two seconds after the end of their run",
  workFolders: "work folders left behind",
  halfArtifacts: "artifacts that are not what their names say",
  lost: "finished artifacts that were not kept, or made again",
  wrongEnding: "runs that ended as they may not",
  unfinished: "plans that could not be completed afterwards",
} as const;

export type PlanFigure = keyof typeof PLAN_FIGURES;

export interface PlanViolation {
  figure: PlanFigure;
  detail: string;
}

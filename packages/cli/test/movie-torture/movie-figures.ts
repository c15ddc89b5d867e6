/** What a movie is tortured for; each must be 0. */
export const MOVIE_FIGURES = {
  unfinished: "runs after it that did not make the movie",
  wrongMovie: "movies that are not what they were, or do not decode",
  halfNamed: "empty or half files under their final names",
  madeAgain: "whole parts that were made again",
  left: "unfinished files that were left behind",
  outlived: "processes that ran after the end of their run",
  wrongEnding: "runs that ended with another exit code than they are to",
  slowEnding: "runs that took longer than 5 s to stop",
} as const;

export type MovieFigure = keyof typeof MOVIE_FIGURES;

export interface MovieViolation {
  figure: MovieFigure;
  detail: string;
}

/** What was done to a movie, and what came of it. */
export interface MovieRound {
  scenario: string;
  seed: number;
  story: string;
  /** Whether it came before the end of the run that it was for. */
  struck: boolean;
  /** Parts that were whole when it came, and were found again. */
  kept: number;
  /** From the strike to the end of all that ran. */
  endedAfterMs: number;
  violations: MovieViolation[];
  /** Where it happened; removed where all went well. */
  folder: string;
}

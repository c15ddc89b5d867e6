import type {
  DrawSlidesStep,
  OperationContext,
  OperationOutput,
  RenderMovieStep,
  Resolved,
  SpeakScriptStep,
  WriteScriptStep,
} from "@proxx/contract";

/** What does the work of the steps of a movie: packages that are large, and are loaded when the first movie is asked for. */
export interface MovieSteps {
  /** What else decides what a step makes: versions of themes, fonts, voices. */
  readonly build: Readonly<Record<MovieStepName, Readonly<Record<string, string>>>>;
  writeScript(params: Resolved<WriteScriptStep>, context: OperationContext): Promise<OperationOutput>;
  speakScript(params: Resolved<SpeakScriptStep>, context: OperationContext): Promise<OperationOutput>;
  drawSlides(params: Resolved<DrawSlidesStep>, context: OperationContext): Promise<OperationOutput>;
  renderMovie(params: Resolved<RenderMovieStep>, context: OperationContext): Promise<OperationOutput>;
}

export type MovieStepName = "script" | "speech" | "slides" | "movie";

/** What each step counts for, by its share in the progress of a movie. */
export const STEP_WEIGHTS: Readonly<Record<MovieStepName, number>> = {
  script: 0.8,
  speech: 1.48,
  slides: 1,
  movie: 0.72,
};

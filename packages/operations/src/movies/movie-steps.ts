import type {
  Approach,
  DrawSlidesStep,
  OperationContext,
  OperationOutput,
  RenderMovieStep,
  Resolved,
  SpeakScriptStep,
  WriteScriptStep,
} from "@proxx/contract";
import type { OperationResources } from "../operation-resources.ts";

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

/** How a step is done: on this machine, by what it has. */
export async function movieApproach(resources: OperationResources, step: MovieStepName): Promise<Approach> {
  const [{ version }, { build }] = await Promise.all([resources.tools(), resources.movies()]);
  return { provider: null, degradations: [], build: { ffmpeg: version, ...build[step] }, load: "compute" };
}

import type {
  Artifact,
  DrawnPreview,
  DrawSlidesStep,
  Issue,
  OperationContext,
  OperationOutput,
  RenderMovieStep,
  Resolved,
  SlidePreview,
  SpeakScriptStep,
  WriteScriptStep,
} from "@proxx/contract";

type Build = Readonly<Record<string, string>>;

/** What does the work of the steps of a movie: packages that are large, and are loaded when the first movie is asked for. */
export interface MovieSteps {
  /** What else decides what a step makes: versions of what writes, speaks, draws, mixes and renders, and what the operator has configured. */
  readonly build: {
    script(params: Pick<WriteScriptStep, "script" | "language" | "languages">): Promise<Build>;
    speech(): Promise<Build>;
    slides(params: Pick<DrawSlidesStep, "brand">): Promise<Build>;
    movie(): Promise<Build>;
  };
  /** What of a step's parameters names something that is not known here, or asks for what nobody here can do. */
  readonly check: {
    script(params: Pick<WriteScriptStep, "script" | "language" | "languages">): Promise<Issue[]>;
    speech(params: Pick<SpeakScriptStep, "voice">): Promise<Issue[]>;
    slides(params: Pick<DrawSlidesStep, "brand">): Promise<Issue[]>;
  };
  writeScript(params: Resolved<WriteScriptStep>, context: OperationContext): Promise<OperationOutput>;
  speakScript(params: Resolved<SpeakScriptStep>, context: OperationContext): Promise<OperationOutput>;
  drawSlides(params: Resolved<DrawSlidesStep>, context: OperationContext): Promise<OperationOutput>;
  renderMovie(params: Resolved<RenderMovieStep>, context: OperationContext): Promise<OperationOutput>;
  /** One slide, to be looked at while it is written; `base` are the slides of the movie that it is of. Keeps no file. */
  previewSlide(
    preview: SlidePreview,
    base: {
      readonly outputs: readonly Pick<Artifact, "kind" | "sha256">[];
      readonly read: (sha256: string) => Promise<Uint8Array | null>;
    },
  ): Promise<DrawnPreview>;
}

type MovieStepName = "script" | "speech" | "slides" | "movie";

/** What each step counts for, by its share in the progress of a movie. */
export const STEP_WEIGHTS: Readonly<Record<MovieStepName, number>> = {
  script: 0.8,
  speech: 1.48,
  slides: 1,
  movie: 0.72,
};

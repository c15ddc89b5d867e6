export type { OnProgress, StepDegradation, StepOptions } from "./step-options.ts";
export {
  generateScriptFromText,
  generateScriptFromUrl,
  type GeneratedScript,
  type GenerateScriptOptions,
} from "./writing/generate-script.ts";
export { readMovieConfig, type ReadMovieConfig } from "./config/read-movie-config.ts";
export { MOVIE_CONFIG_TEMPLATE } from "./config/movie-config-template.ts";
export { createMovieProgress, type MovieProgress, type MovieStep } from "./movie-progress.ts";
export { scriptInFolder, type ScriptInFolder } from "./folder/script-in-folder.ts";
export {
  makeAudio,
  makeMovie,
  makeSlides,
  type MadeMovie,
  type MovieOrder,
  type MovieWorkshop,
} from "./making/make-movie.ts";
export { changedSections } from "./making/changed-sections.ts";
export { fileVersions } from "./making/file-versions.ts";
export { previewSection, type SectionPreview } from "./making/preview-section.ts";
export { movieSettings, type MovieSettings } from "./making/movie-settings.ts";
export { parseScenes, selectScenes } from "./making/select-scenes.ts";
export { translateInFolder } from "./translating/translate-in-folder.ts";
export type { ScriptModel } from "./writing/model/ask-model.ts";
export { parseScript, readScriptFile } from "./script-file/read-script-file.ts";
export { formatScript, writeScriptFile } from "./script-file/write-script-file.ts";
export { TEXT_FORMATS, type TextFormat, type TextOrigin } from "./article/read-text.ts";
export type { Article } from "./article/article.ts";

// Parts: what was made is found again by what it was made of.
export { createParts, type Parts } from "./parts/parts.ts";
export { placePart } from "./parts/place-part.ts";

// The lines of a script, spoken.
export { generateAudioForScript, type GenerateAudioOptions, type GeneratedAudio } from "./audio/generate-audio.ts";
export { createMixSound, type MixedSound, type MixOptions, type Music } from "./audio/mix/mix-sound.ts";
export { spokenBefore } from "./audio/spoken-before.ts";
export type { SpokenNarration } from "./audio/spoken-narration.ts";
export { MOUTH_RATE, SAMPLE_RATE, type SpeechFinish } from "./audio/speech/finish-speech.ts";
export { StepFailedError, type StepFailure } from "./step-failed-error.ts";

// The slides of a script, drawn.
export {
  generateSlidesForScript,
  type GeneratedSlides,
  type GenerateSlidesOptions,
  type SlideFile,
} from "./slides/generate-slides.ts";
export { createPictureModel, type PictureModel } from "./slides/picture-model.ts";

// The steps as operations of a plan.
export { createMovieSteps } from "./steps/movie-steps.ts";
export { createStepBrands } from "./steps/step-brands.ts";
export type { StepWorkshop, StepWriter } from "./steps/step-workshop.ts";

// The last step: all of it becomes a movie.
export {
  renderVideoForScript,
  type MixSound,
  type Renderer,
  type RenderedVideo,
  type RenderVideoOptions,
  type SpokenFile,
} from "./video/render-video.ts";

// What is wrong with a movie, before it is made.
export { checkMovieScript, type CheckMovieScriptOptions } from "./check/check-movie-script.ts";
export { reportOfIssues, type MovieEstimate, type MovieFinding, type MovieReport } from "./check/movie-finding.ts";

import type { Operation } from "@proxx/contract";
import { createDrawSlides } from "./draw-slides/draw-slides.ts";
import { createGenerateAudio } from "./generate-audio/generate-audio.ts";
import { createGenerateImage } from "./generate-image/generate-image.ts";
import { createGenerateVideo } from "./generate-video/generate-video.ts";
import type { OperationResources } from "./operation-resources.ts";
import { createLayers } from "./layers/layers.ts";
import { createLipSync } from "./lip-sync/lip-sync.ts";
import { createMedia } from "./media/media.ts";
import { createMerge } from "./merge/merge.ts";
import { createOverlayAudio } from "./overlay-audio/overlay-audio.ts";
import { createReframe } from "./reframe/reframe.ts";
import { createRemoveBackground } from "./remove-background/remove-background.ts";
import type { OperationName } from "./signatures.ts";
import { createRenderMovie } from "./render-movie/render-movie.ts";
import { createSpeakScript } from "./speak-script/speak-script.ts";
import { createSpeed } from "./speed/speed.ts";
import { createAddSubtitles, createCaptions } from "./subtitles/subtitles.ts";
import { createTranscode } from "./transcode/transcode.ts";
import { createTranscribe } from "./transcribe/transcribe.ts";
import { createWriteScript } from "./write-script/write-script.ts";

/** An operation is made of what it works with. Its builder is a function of its own, which makes nodes of its signature. */
export type CreateOperation = (resources: OperationResources) => Operation;

/** What does the work of each builder: the compiler names the one that is missing. */
const OPERATIONS: Readonly<Record<OperationName, CreateOperation>> = {
  generateVideo: createGenerateVideo,
  generateImage: createGenerateImage,
  generateAudio: createGenerateAudio,
  transcribe: createTranscribe,
  media: createMedia,
  merge: createMerge,
  lipSync: createLipSync,
  overlayAudio: createOverlayAudio,
  reframe: createReframe,
  addSubtitles: createAddSubtitles,
  captions: createCaptions,
  layers: createLayers,
  removeBackground: createRemoveBackground,
  speed: createSpeed,
  transcode: createTranscode,
  writeScript: createWriteScript,
  speakScript: createSpeakScript,
  drawSlides: createDrawSlides,
  renderMovie: createRenderMovie,
};

/** Everything a plan can name, and what other packages add to it. */
export function createOperations(
  resources: OperationResources,
  others: readonly CreateOperation[] = [],
): readonly Operation[] {
  const operations = [...Object.values(OPERATIONS), ...others].map((create) => create(resources));
  const types = operations.map(({ signature }) => signature.type);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice === undefined) return operations;
  throw new TypeError(`Expected each operation to have a name of its own, got \`${twice}\` twice`);
}

import type { Operation } from "@proxx/contract";
import { createGenerateAudio } from "./generate/generate-audio.ts";
import { createGenerateImage } from "./generate/generate-image.ts";
import { createGenerateVideo } from "./generate/generate-video.ts";
import type { OperationKit } from "./kit.ts";
import { createLayers } from "./layers/layers.ts";
import { createLipSync } from "./lip-sync/lip-sync.ts";
import { createMedia } from "./media/media.ts";
import { createMerge } from "./merge/merge.ts";
import { createOverlayAudio } from "./overlay-audio/overlay-audio.ts";
import { createReframe } from "./reframe/reframe.ts";
import { createRemoveBackground } from "./remove-background/remove-background.ts";
import { createAddSubtitles, createCaptions } from "./subtitles/subtitles.ts";
import { createTranscode } from "./transcode/transcode.ts";
import { createTranscribe } from "./transcribe/transcribe.ts";

/** Everything a plan can name. */
export function createOperations(kit: OperationKit): Operation[] {
  return [
    createGenerateVideo(kit),
    createGenerateImage(kit),
    createGenerateAudio(kit),
    createTranscribe(kit),
    createMedia(kit),
    createMerge(kit),
    createLipSync(kit),
    createOverlayAudio(kit),
    createReframe(kit),
    createAddSubtitles(kit),
    createCaptions(kit),
    createLayers(kit),
    createRemoveBackground(kit),
    createTranscode(kit),
  ];
}

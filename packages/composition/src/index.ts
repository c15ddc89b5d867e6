export {
  type Composition,
  framesIn,
  type Picture,
  SAMPLE_RATE,
  samplesOfFrames,
  secondsOf,
  secondsOfFrames,
  type SideFile,
  type Sound,
} from "./composition.ts";
export { cutComposition } from "./cut-composition.ts";
export { even, exactFrames, exactSamples, standardSamples } from "./exact-streams.ts";
export { finish } from "./render/finish.ts";
export { readImageHeader } from "./open/image-header.ts";
export { openFile, openInput, type OpenOptions } from "./open/open-input.ts";
export { type ColourKey, keyedOut, LEAST_CHROMA, matteOf, toneOf } from "./picture/colour-key.ts";
export { ffmpegColour, isOpaque } from "./picture/ffmpeg-colour.ts";
export { anchorShares, containPicture, fitPicture, largestPart, resized } from "./picture/fit-picture.ts";
export { rateOf } from "./picture/frame-rate.ts";
export { frameSize, readShape } from "./picture/frame-size.ts";
export { overBackground } from "./picture/over-background.ts";
export { plainPicture } from "./picture/plain-picture.ts";
export { framesOf, samplePictures } from "./measure/sample-pictures.ts";
export { scaled, standardForm } from "./picture/scaled.ts";
export { cutPicture, timedPicture } from "./picture/timed-picture.ts";
export { inputFile } from "./render/input-file.ts";
export { render } from "./render/render.ts";
export { runFfmpeg } from "./run/run-ffmpeg.ts";
export { runGraph } from "./run/run-graph.ts";
export { type BedOptions, inSamples, layBed, layUnder } from "./sound/place-sound.ts";
export { level } from "./render/level.ts";
export { cutSound, mixSounds, shapeSound, silence } from "./sound/sound-edits.ts";
export { cutCaptions, joinCaptions } from "./words/caption-edits.ts";
export { guessLanguage, isUnspaced, knownLocale, textWidth } from "./words/script.ts";
export { cutTranscript, joinTranscripts, moveTranscript } from "./words/transcript-edits.ts";

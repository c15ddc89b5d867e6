/**
 * A film as a graph that is not rendered yet. A `Composition` says what its picture and sound are made of (filters on
 * inputs) and what is known of them; opening and editing one runs no encoder. The folders in the order in which things
 * happen:
 *
 * 1. `open/`: a file, or what the operation before left, becomes a composition of the one form that all have.
 * 2. `picture/`, `sound/`, `words/`: edits of a composition's parts, which give new parts. Pure.
 * 3. `measure/`: where a decision needs pixels or loudness, a part of the graph is run to look at them.
 * 4. `render/`: the composition is brought to its loudness, and left to the next operation or made into files.
 *
 * `run/` has ffmpeg run a graph, for 3 and 4.
 */

// What a composition is, and its times.
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
export { asComposition, deferComposition } from "./deferred-composition.ts";

// Opening.
export { readImageHeader } from "./open/image-header.ts";
export { openFile, openInput, type OpenOptions } from "./open/open-input.ts";

// Editing the whole.
export { cutComposition } from "./cut-composition.ts";
export { even, exactFrames, exactSamples, standardSamples } from "./exact-streams.ts";

// Editing the picture: its size and pace, what is behind it, what is taken out of it.
export { rateOf } from "./picture/frame-rate.ts";
export { frameIssues, frameShape, frameSize } from "./picture/frame-size.ts";
export { anchorShares, containPicture, fitPicture, largestPart, resized, type Fit } from "./picture/fit-picture.ts";
export { scaled, standardForm } from "./picture/scaled.ts";
export { cutPicture, timedPicture } from "./picture/timed-picture.ts";
export { ffmpegColour, isOpaque } from "./picture/ffmpeg-colour.ts";
export { plainPicture } from "./picture/plain-picture.ts";
export { overBackground } from "./picture/over-background.ts";
export { type ColourKey, keyedOut, LEAST_CHROMA, matteOf, toneOf } from "./picture/colour-key.ts";

// Editing the sound.
export { cutSound, mixSounds, shapeSound, silence } from "./sound/sound-edits.ts";
export { duck, joinedStretches, type Stretch } from "./sound/duck.ts";
export { inSamples, layUnder, placeSound, type SoundPlacement } from "./sound/place-sound.ts";

// Editing what is said and written: transcript and captions.
export { cutCaptions, joinCaptions, stretchCaptions } from "./words/caption-edits.ts";
export { cutTranscript, joinTranscripts, moveTranscript } from "./words/transcript-edits.ts";

// Looking at a part of the graph.
export { measureLoudness, type MeasuredLoudness } from "./measure/measure-loudness.ts";
export { framesOf, samplePictures } from "./measure/sample-pictures.ts";
export { runFfmpeg } from "./run/run-ffmpeg.ts";
export { runGraph } from "./run/run-graph.ts";

// Rendering.
export { encodeLevelled, type EncodedSound } from "./render/encode-levelled.ts";
export { finish } from "./render/finish.ts";
export { inputFile } from "./render/input-file.ts";

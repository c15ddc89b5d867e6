/**
 * Pictures in time become a movie. The folders in the order in which things happen:
 *
 * 1. `timeline/`: layers with their motions become frames, each that differs from the one before it once; these
 *    become segments, each of which begins with a key frame; and of those, what lies between two others is not coded. Pure.
 * 2. `picture/`: frames are drawn as H.264 codes them, of each what differs from the one before.
 * 3. `encode/`: ffmpeg codes what is not there yet, and puts the movie together.
 * 4. `bits/`: what it codes is cut, held, blended and put in order, and `container/`: made fragments of an MP4. Pure.
 */
export { renderTimeline, type RenderedTimeline, type RenderOptions } from "./render-timeline.ts";
export { ENCODER_VERSION } from "./encode/encoder-arguments.ts";
export { segmentKeys } from "./plan-timeline.ts";
export { timelineKey } from "./timeline-key.ts";
export { withSound } from "./encode/with-sound.ts";
export { muxMovie } from "./encode/mux-movie.ts";
export { drawFrame } from "./draw-frame.ts";
export { frameRuns, type FrameRun } from "./timeline/frame-runs.ts";
export type { LayerState } from "./timeline/layer-state.ts";
export type { Chapter } from "./encode/chapter-file.ts";
export type { KeepPart, PartDescription } from "./encode/keep-part.ts";
export type { Easing } from "./timeline/easing.ts";
export type { Journey, Stop, View } from "./timeline/journey.ts";
export type { Direction, Motion } from "./timeline/motion.ts";
export type { Picture } from "./timeline/picture.ts";
export type { Timeline, TimelineLayer } from "./timeline/timeline.ts";

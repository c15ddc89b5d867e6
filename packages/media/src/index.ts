export {
  discoverTools,
  installCommand,
  MINIMUM_FFMPEG,
  parseCodecs,
  type DiscoverToolsOptions,
  type MediaTools,
} from "./discover-tools.ts";
export { hashFile } from "./hash-file.ts";
export {
  isHdrMetadata,
  type AudioFacts,
  type ColourFacts,
  type FieldOrder,
  type MediaFacts,
  type VideoFacts,
} from "./media-facts.ts";
export { parsePixelFormat, type PixelFormatFacts } from "./pixel-format.ts";
export {
  countDecodedFrames,
  probe,
  probeAndScan,
  probeFirstFrames,
  type FirstFrames,
  type ProbeOptions,
} from "./probe.ts";
export { createProgressActivity } from "./progress-activity.ts";
export { createProgressParser, type FfmpegProgress } from "./progress-parser.ts";
export { foldedNames, foldName, nameTakenBy, publishFile, syncFile, syncFolder } from "./publish-file.ts";
export { formatRational, parseRational, rational, sameRational, toNumber, type Rational } from "./rational.ts";
export { isStandardRate, standardRate } from "./standard-rate.ts";
export { runTool, type RunToolOptions, type ToolRun } from "./run-tool.ts";
export { fileUrl, inputRestrictions, safeInputArguments } from "./safe-input.ts";
export { paceFitsRate, type PacketScan } from "./scan-packets.ts";
export { canDropFrame, convertTimecode, existsAt, formatTimecode, parseTimecode, type Timecode } from "./timecode.ts";
export { verifyMedia, type MediaExpectations, type VerifyLevel } from "./verify-media.ts";
export { findTool } from "./find-tool.ts";
export {
  filter,
  filterMany,
  filterTo,
  freshCopy,
  inputStream,
  writeFilterGraph,
  type FilterOptions,
  type GraphInput,
  type Stream,
  type StreamType,
  type WrittenGraph,
} from "./filter-graph.ts";
export { tidyCueText, type CaptionCue } from "./captions/caption-cue.ts";
export { MAX_CAPTION_FILE_BYTES, readCaptionFile } from "./captions/read-caption-file.ts";
export { readSubRip } from "./captions/read-sub-rip.ts";
export { readWebVtt } from "./captions/read-web-vtt.ts";
export { writeSubRip, writeWebVtt } from "./captions/write-captions.ts";

export {
  discoverTools,
  installCommand,
  MINIMUM_FFMPEG,
  parseCodecs,
  type DiscoverToolsOptions,
  type MediaTools,
} from "./process/discover-tools.ts";
export { describeDamage, explainDamage, inSeconds, soundTrackNumber } from "./damage/describe-damage.ts";
export { findDamage } from "./damage/find-damage.ts";
export type { Damage } from "./damage/read-damage.ts";
export type { DamagedStream } from "./damage/stream-damage.ts";
export { surveyDamage } from "./damage/survey-damage.ts";
export { surveyedStreams } from "./damage/surveyed-streams.ts";
export { askForFields, decodedFieldOrder, mayHaveFields } from "./fields/field-order.ts";
export { fileExists } from "./files/file-exists.ts";
export { hashFile } from "./files/hash-file.ts";
export { describeEncryption, findEncryption, findScrambling, type Encryption } from "./probe/find-encryption.ts";
export { createComplaints, withoutForgiven } from "./probe/complaint.ts";
export { isHarmlessComplaint } from "./probe/harmless-complaint.ts";
export { isStreamed } from "./probe/is-streamed.ts";
export {
  isHdrMetadata,
  type AudioFacts,
  type ColourFacts,
  type FieldOrder,
  type MediaFacts,
  type VideoFacts,
} from "./probe/media-facts.ts";
export { readMovieIndex } from "./probe/movie-index.ts";
export { findPictureChanges, type SeenPictures } from "./probe/picture-changes.ts";
export { parsePixelFormat, type PixelFormatFacts } from "./probe/pixel-format.ts";
export {
  countDecodedFrames,
  probe,
  probeAndScan,
  probeFirstFrames,
  type FirstFrames,
  type Opening,
  type ProbeOptions,
} from "./probe/probe.ts";
export { probeFirstSample } from "./probe/first-sample.ts";
export { changesHeader, changesSequence } from "./probe/sequence-headers.ts";
export { findStartComplaints } from "./probe/start-complaints.ts";
export {
  judgeProcess,
  ownIdentity,
  processExists,
  processIdentitySchema,
  type ProcessIdentity,
} from "./process/process-identity.ts";
export { createProgressActivity } from "./process/progress-activity.ts";
export { createProgressParser, type FfmpegProgress } from "./process/progress-parser.ts";
export { foldedNames, foldName, nameTakenBy, publishFile, syncFile, syncFolder } from "./files/publish-file.ts";
export { nearestFrame } from "./time/nearest-frame.ts";
export { formatRational, parseRational, rational, sameRational, toNumber, type Rational } from "./time/rational.ts";
export { isStandardRate, standardRate } from "./time/standard-rate.ts";
export { discard, keepDiscarded } from "./files/discard.ts";
export { quoteForShell } from "./process/quote-for-shell.ts";
export { runTool, type RunToolOptions, type ToolRun } from "./process/run-tool.ts";
export { toolFailure } from "./process/tool-failure.ts";
export {
  watchProcesses,
  type EndedProcess,
  type ProcessListener,
  type StartedProcess,
} from "./process/watch-processes.ts";
export { isProgramStream, packetsOfStart, readFromOpening } from "./probe/from-opening.ts";
export { fileUrl, inputRestrictions, safeInputArguments } from "./probe/safe-input.ts";
export { pairFields } from "./timeline/pair-fields.ts";
export {
  framesTaken,
  heldFrames,
  paceFitsRate,
  withoutUndecodable,
  type SoundGap,
  type SoundLine,
  type TimeLine,
} from "./timeline/time-line.ts";
export {
  canDropFrame,
  convertTimecode,
  existsAt,
  formatTimecode,
  parseTimecode,
  type Timecode,
} from "./time/timecode.ts";
export { compareCadence } from "./verify/compare-cadence.ts";
export type { ExpectedSamples, ExpectedSync } from "./verify/compare-sound.ts";
export { readPacketHashes, type PacketTrack } from "./verify/packet-hashes.ts";
export { verifyMedia, type MediaExpectations, type VerifyLevel } from "./verify/verify-media.ts";
export { findTool } from "./process/find-tool.ts";
export {
  filter,
  filterMany,
  filterTo,
  freshCopy,
  inputPads,
  inputStream,
  writeFilterGraph,
  type FilterOptions,
  type GraphInput,
  type SourceFile,
  type Stream,
  type StreamType,
  type WrittenGraph,
} from "./graph/filter-graph.ts";
export { tidyCueText, type CaptionCue } from "./captions/caption-cue.ts";
export { MAX_CAPTION_FILE_BYTES, readCaptionFile } from "./captions/read-caption-file.ts";
export { readSubRip } from "./captions/read-sub-rip.ts";
export { readWebVtt } from "./captions/read-web-vtt.ts";
export { encodePng } from "./images/encode-png.ts";
export { readWav, wavLength, type WavSound } from "./sound/read-wav.ts";
export { wavFile } from "./sound/wav-file.ts";
export { writeSubRip, writeWebVtt } from "./captions/write-captions.ts";
export { alignWords } from "./words/align-words.ts";
export { joinWords, wordsOf, type Caption, type TimedWord } from "./words/caption.ts";
export { captionStates, stateKey, type CaptionState, type ShownCaption } from "./words/caption-frames.ts";
export { PLAIN_ROOM, sentenceCaptions, wordCaptions, type CaptionRoom } from "./words/group-words.ts";
export { isUnspaced } from "./words/is-unspaced.ts";
export { keepWithin, settleCaptions, textOf, type KeptCaptions } from "./words/settle-captions.ts";
export { cuesOfCaptions } from "./words/cues-of-captions.ts";
export { splitWords } from "./words/split-words.ts";
export { spreadText } from "./words/spread-text.ts";
export { textWidth } from "./words/text-width.ts";
export { shareTime, timedWords } from "./words/timed-words.ts";

export { createRandom } from "./create-random.ts";
export {
  askFfprobe,
  decodeFilm,
  decodePixels,
  decodeSound,
  type ProbedFile,
  type ProbedFrame,
  type ProbedStream,
} from "./ask-ffprobe.ts";
export { damagedPacket, withCounterJump, withoutTransportPacket } from "./clips/damaged-packet.ts";
export { encryptedMatroska, scrambledTransport, TITLE_TO_ENCRYPT } from "./clips/encrypted-clip.ts";
export { CLIP_CACHE, everydayClip, makeClip, runFfmpeg, testPicture, testTone } from "./clips/make-clip.ts";
export { fieldCodedClip } from "./clips/field-coded-clip.ts";
export { numberedClip, shownNumbers } from "./clips/numbered-clip.ts";
export { openDmlCopy } from "./clips/open-dml-copy.ts";
export { fillDisk, readOnly, smallDisk } from "./small-disk.ts";
export { temporaryFolder } from "./temporary-folder.ts";
export { bundledProxx } from "./bundled-proxx.ts";
export { runProxx, startProxx, type ProxxRun, type RunningProxx } from "./run-proxx.ts";
export {
  createResolveStandIn,
  type ResolveMisbehaviour,
  type ResolveStandIn,
  type ResolveStandInOptions,
} from "./resolve-stand-in/create-resolve-stand-in.ts";
export { childrenOf, isRunning, runningInGroup } from "./process-table.ts";
export { AT_ITS_PACE, program } from "./program.ts";
export {
  cutCopy,
  damagedCopy,
  interlacedClip,
  patchedCopy,
  pictureClip,
  QUICK_H264,
  soundClip,
  variableRateClip,
} from "./clips/source-clips.ts";

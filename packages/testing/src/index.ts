export { everydayClip, makeClip, runFfmpeg, testPicture, testTone } from "./make-clip.ts";
export { temporaryFolder } from "./temporary-folder.ts";

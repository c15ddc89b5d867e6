// A clip for a phone: a voice over a picture, reframed to 9:16, with the words as they are spoken.
import { addSubtitles, compose, generateAudio, generateVideo, overlayAudio, reframe } from "@proxx/sdk";

const speech = generateAudio({ text: "Three things to know before you buy a tent. First: the weather does not care." });

const execution = await compose(
  generateVideo({ prompt: "A tent in the rain, seen from between the trees", duration: 6, resolution: "720p" }),
  overlayAudio({ audio: speech }),
  reframe({ aspectRatio: "9:16", mode: "blur" }),
  // No text is given: the plan knows the speech, word by word.
  addSubtitles({ style: "tiktok", by: "word", language: "en" }),
).execute();
if (execution.status !== "completed") throw new Error(execution.error?.message);

console.log(execution.result?.url, execution.result?.aspectRatio);

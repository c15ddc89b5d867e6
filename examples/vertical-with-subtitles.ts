// A spoken clip for a phone: speech under a picture, cropped to 9:16, with the words as they are spoken.
import { addSubtitles, compose, generateAudio, generateVideo, overlayAudio, reframe } from "@proxx/sdk";

const speech = generateAudio({ text: "Three things to know before you buy a tent. First: the weather does not care." });

const execution = await compose(
  generateVideo({ prompt: "A tent in the rain, seen from the trees", duration: 6 }),
  overlayAudio({ audio: speech }),
  reframe({ aspectRatio: "9:16" }),
  // No text is given: the speech is known to the plan, word by word.
  addSubtitles({ style: "tiktok", by: "word", language: "en" }),
).execute();

if (execution.status !== "completed") throw new Error(execution.error?.message);
console.log(execution.result?.url, execution.result?.aspectRatio);

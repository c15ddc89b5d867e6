// A product demo: three scenes, made side by side and joined by crossfades.
import { compose, generateVideo, merge } from "@proxx/sdk";

const scene = (prompt: string) => generateVideo({ prompt, duration: 3, resolution: "720p" });

const execution = await compose(
  scene("A backpack on a rock at dawn, slow dolly forward"),
  scene("Hands open the backpack: every pocket in its place"),
  scene("The hiker walks on, the valley wide below"),
  merge({ transition: "crossfade" }),
).execute();
if (execution.status !== "completed") throw new Error(execution.error?.message);

// 3 × 3 s, less two crossfades of half a second.
console.log(execution.result?.url, `${execution.result?.duration} s`);

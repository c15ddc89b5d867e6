// Three scenes, made side by side and joined by crossfades, with progress.
import { compose, generateVideo, merge, replicate } from "@proxx/sdk";

const model = process.env["REPLICATE_API_TOKEN"] ? replicate("bytedance/seedance-1-pro") : undefined;

const demo = compose(
  generateVideo({ model, prompt: "A backpack on a rock at dawn, slow dolly forward", duration: 3 }),
  generateVideo({ model, prompt: "Hands open the backpack: every pocket in its place", duration: 3 }),
  generateVideo({ model, prompt: "The hiker walks on, the valley below", duration: 3 }),
  merge({ transition: "crossfade" }),
).onProgress(({ progress, currentJob, completedJobs, totalJobs }) => {
  console.error(`${progress.toFixed(0).padStart(3)} %  ${completedJobs}/${totalJobs}  ${currentJob ?? ""}`);
});

const execution = await demo.execute();
if (execution.status !== "completed") throw new Error(execution.error?.message);

// 3 × 3 s, less two crossfades of half a second.
console.log(execution.result?.url, `${execution.result?.duration} s`);

// Callbacks: `onProgress` while it runs, `onComplete` and `onError` at its end. On a server they poll.
import { compose, generateVideo, reframe } from "@proxx/sdk";

const pipeline = compose(
  generateVideo({ prompt: "A beautiful landscape: poplars along a canal", duration: 3, resolution: "480p" }),
  reframe({ aspectRatio: "9:16", mode: "blur" }),
);

let told = -1;
pipeline.onProgress(({ completedJobs, totalJobs }) => {
  if (completedJobs > told) console.log(`${completedJobs}/${totalJobs} jobs completed`);
  told = completedJobs;
});

const execution = await pipeline.execute();

execution.onComplete((video) => console.log(`Video ready: ${video.url}`));
execution.onError((error) => console.log(`No video: ${error.message}`));

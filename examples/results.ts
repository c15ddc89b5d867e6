// What comes of an execution: the video when it has completed, the reason when it has failed.
import { compose, generateVideo, media, reframe, type PipelineExecution } from "@proxx/sdk";

const good = compose(generateVideo({ prompt: "A lighthouse in fog", duration: 2, resolution: "480p" }));
// This very file is no clip, which is found out when it is read.
const bad = compose(media(import.meta.filename), reframe({ aspectRatio: "9:16" }));

for (const pipeline of [good, bad]) await report(await pipeline.execute());

async function report(execution: PipelineExecution) {
  if (execution.status === "completed") {
    console.log("Video URL:", execution.result?.url);
    console.log("Duration:", execution.result?.duration);
    console.log("Aspect ratio:", execution.result?.aspectRatio);
    // What stood in for something better.
    for (const { jobId, message } of execution.degradations) console.log(`${jobId}: ${message}`);
  }
  if (execution.status === "failed") {
    const { error } = await execution.getStatus();
    console.log(`Error: ${error?.code} in ${error?.jobId}: ${error?.message}`);
    console.log(`What to do: ${error?.hint}`);
  }
}

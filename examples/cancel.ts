// Cancelling by an AbortSignal: every process ends, what was finished is kept for the next run.
import { compose, generateVideo, merge } from "@proxx/sdk";

const scene = (prompt: string, duration: number) => generateVideo({ prompt, duration, resolution: "480p" });
const abort = new AbortController();

const pipeline = compose(
  scene("A train leaves a small station", 1),
  scene("The whole journey, from the window of the train", 300),
  merge(),
);
// As soon as the first of the jobs is done; a time limit would be `AbortSignal.timeout(60_000)`.
pipeline.onProgress(({ completedJobs }) => {
  if (completedJobs > 0) abort.abort();
});

const execution = await pipeline.execute({ signal: abort.signal });
console.log(execution.status, execution.jobs.map(({ id, status }) => `${id} ${status}`).join(", "));

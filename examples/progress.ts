// Progress while it runs: per cent, the job at work, how many are done.
import { compose, generateVideo, reframe } from "@proxx/sdk";

const execution = await compose(
  generateVideo({ prompt: "Waves break on black sand, filmed from a drone", duration: 4, resolution: "480p" }),
  reframe({ aspectRatio: "1:1", mode: "blur" }),
)
  .onProgress(({ progress, currentJob, message, completedJobs, totalJobs }) => {
    console.log(
      `${progress.toFixed(0)} %  ${completedJobs}/${totalJobs}  ${currentJob ?? ""} ${message ?? ""}`.trimEnd(),
    );
  })
  .execute();

console.log("Done!", execution.result?.url);

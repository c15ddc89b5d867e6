// A plan is JSON, whoever writes it. `$clip` is the output of the job `clip`.
import { executePlan, type PlanInput } from "@proxx/sdk";

const plan: PlanInput = {
  jobs: [
    { id: "clip", type: "generate", params: { prompt: "A fox crosses a snowy road", duration: 3, resolution: "480p" } },
    { id: "tall", type: "reframe", params: { video: "$clip", aspectRatio: "9:16", mode: "blur" } },
    { id: "titled", type: "addSubtitles", params: { video: "$tall", text: "Winter, 6 a.m.", style: "cinematic" } },
  ],
};

const execution = await executePlan(plan);
for (const { id, status, renderedBy } of execution.jobs) {
  console.log(`${id} ${status}${renderedBy === null ? "" : ` (rendered by ${renderedBy})`}`);
}
console.log(execution.result?.url);

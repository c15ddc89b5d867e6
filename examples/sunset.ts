// The shortest pipeline there is: one clip from a prompt. Offline it is an animatic; with REPLICATE_API_TOKEN set, the clip.
import { compose, generateVideo, replicate } from "@proxx/sdk";

const model = process.env["REPLICATE_API_TOKEN"] ? replicate("bytedance/seedance-1-pro") : undefined;

const execution = await compose(
  generateVideo({
    model,
    prompt: "A beautiful sunset",
    duration: 5,
  }),
).execute();

console.log(execution.status, execution.result?.url);

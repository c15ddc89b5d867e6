// The shortest pipeline: one clip from a prompt, waited for. Offline it is an animatic of the prompt.
import { compose, generateVideo, replicate } from "@proxx/sdk";

const model = process.env["REPLICATE_API_TOKEN"] ? replicate("bytedance/seedance-1-pro") : undefined;

const execution = await compose(
  generateVideo({
    model,
    prompt: "A beautiful sunset over a calm sea, a sailing boat crosses the light",
    duration: 5,
  }),
).execute();

console.log(execution.status, execution.result?.url);

// Fire and forget: the program goes on at once, a webhook tells of the end.
import { compose, generateAudio, generateVideo, lipSync } from "@proxx/sdk";
import { receiveWebhooks } from "./support/receive-webhooks.ts";

const webhookSecret = "secret123";
const application = await receiveWebhooks(webhookSecret, 1, (path, { status, video }) => {
  console.log(`${path}: ${status}, ${video?.duration} s, ${video?.url}`);
});

const execution = await compose(
  generateVideo({ prompt: "A baker talks about bread, flour in the light", duration: 4, resolution: "480p" }),
  lipSync({ audio: generateAudio({ text: "Good bread needs four things, and one of them is time." }) }),
).execute({ webhookUrl: `${application}/webhook/complete`, webhookSecret, allowPrivateWebhooks: true });

console.log(`Execution started: ${execution.id}`);

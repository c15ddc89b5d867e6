// Dependent executions: two voices for a film that is still being made, each told of by a webhook.
import { addSubtitles, compose, generateAudio, generateVideo, lipSync, merge } from "@proxx/sdk";
import { receiveWebhooks } from "./support/receive-webhooks.ts";

const scene = (prompt: string) => generateVideo({ prompt, duration: 2, resolution: "480p" });
const productDemo = compose(
  scene("A kettle on the stove, steam in the morning light"),
  scene("Tea is poured, slowly, into two cups"),
  merge({ transition: "dissolve" }),
);

const voices = {
  french: { language: "fr", text: "Prenez le temps d'une tasse de thé." },
  spanish: { language: "es", text: "Tómese su tiempo para una taza de té." },
};

const webhookSecret = "secret123";
const application = await receiveWebhooks(webhookSecret, 3, (path, { status, video }) => {
  console.log(`${path}: ${status} ${video?.url}`);
});
const webhook = (name: string) => ({
  webhookUrl: `${application}/webhook/${name}`,
  webhookSecret,
  allowPrivateWebhooks: true,
});

// Not waited for: the variants begin when it is there, and neither makes it again.
const base = await productDemo.execute(webhook("base"));

for (const [name, { language, text }] of Object.entries(voices)) {
  // Any address of a recording does as well.
  const voice = await compose(generateAudio({ text, language })).execute();
  const audioUrl = voice.result?.url ?? "";
  await compose(productDemo, lipSync({ audioUrl }), addSubtitles({ language, text })).execute({
    baseExecutionId: base.id,
    ...webhook(name),
  });
}

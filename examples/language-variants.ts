// One film, then a French and a Spanish one of it. The film is made once: both variants wait for it and share it.
import { addSubtitles, compose, generateAudio, generateVideo, lipSync, merge } from "@proxx/sdk";

const demo = compose(
  generateVideo({ prompt: "Scene 1: the workshop", duration: 2 }),
  generateVideo({ prompt: "Scene 2: the finished chair", duration: 2 }),
  merge({ transition: "crossfade" }),
);

const base = await demo.execute();
if (base.status !== "completed") throw new Error(base.error?.message);
console.log("base", base.result?.url);

const variant = (language: string, text: string) =>
  compose(demo, lipSync({ audio: generateAudio({ text, language }) }), addSubtitles({ language })).execute({
    baseExecutionId: base.id,
  });

const [french, spanish] = await Promise.all([
  variant("fr", "Chaque chaise est faite à la main."),
  variant("es", "Cada silla está hecha a mano."),
]);

for (const { status, error } of [french, spanish]) if (status !== "completed") throw new Error(error?.message);
console.log("French", french.result?.url);
console.log("Spanish", spanish.result?.url);

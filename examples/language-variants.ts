// One film, then a French and a Spanish one of it. The film is made once: both variants build on it.
import {
  addSubtitles,
  compose,
  generateAudio,
  generateVideo,
  lipSync,
  merge,
  type PipelineExecution,
} from "@proxx/sdk";

const demo = compose(
  generateVideo({ prompt: "The workshop: shavings fall, a chair takes shape", duration: 2, resolution: "720p" }),
  generateVideo({ prompt: "The finished chair by a window", duration: 2, resolution: "720p" }),
  merge({ transition: "crossfade" }),
);

const base = await demo.execute();
if (base.status !== "completed") throw new Error(base.error?.message);
console.log("Base", base.result?.url);

const variant = (language: string, text: string) =>
  compose(demo, lipSync({ audio: generateAudio({ text, language }) }), addSubtitles({ language })).execute({
    baseExecutionId: base.id,
  });

const [french, spanish] = await Promise.all([
  variant("fr", "Chaque chaise est faite à la main."),
  variant("es", "Cada silla está hecha a mano."),
]);

for (const { status, error } of [french, spanish]) if (status !== "completed") throw new Error(error?.message);
// Their jobs are their own alone: nothing of the film is among them.
const typesOf = ({ jobs }: PipelineExecution) => jobs.map(({ type }) => type).join(", ");
console.log("French", french.result?.url, `(${typesOf(french)})`);
console.log("Spanish", spanish.result?.url, `(${typesOf(spanish)})`);

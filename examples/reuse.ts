// Nothing is made twice: the same film again takes no time, another ending makes that scene and the joining.
import { compose, generateVideo, merge } from "@proxx/sdk";

const film = (ending: string) =>
  compose(
    generateVideo({ prompt: "A letter is written by candlelight", duration: 2, resolution: "480p" }),
    generateVideo({ prompt: ending, duration: 2, resolution: "480p" }),
    merge({ transition: "fade" }),
  );

for (const ending of ["It is sent", "It is sent", "It is burnt"]) {
  const started = performance.now();
  const { jobs } = await film(ending).execute();
  const made = jobs.filter(({ reused }) => !reused).map(({ id }) => id);
  console.log(`${ending}: made ${made.join(", ") || "nothing"} in ${Math.round(performance.now() - started)} ms`);
}

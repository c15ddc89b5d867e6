import { z } from "zod";

/** A line of a request, for a process that has one model. */
export interface SherpaRequest {
  text: string;
  speaker: number;
  speed: number;
  /** Where the samples are to be written, as floats of this machine. */
  path: string;
}

/** A line of its answer. */
export const sherpaAnswerSchema = z.object({
  sampleRate: z.number().positive(),
  /** At which sample each sentence begins: they are spoken one by one. */
  starts: z.array(z.number()),
});

export type SherpaAnswer = z.infer<typeof sherpaAnswerSchema>;

// As source text, because a bundled program has no file beside it for a process to start from. Samples go into a file: a minute
// of them is larger than a line may be, and what the model's code prints would stand among them.
export const SHERPA_PROGRAM = `
const { createInterface } = require("node:readline");
const { writeFileSync } = require("node:fs");
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message + "\\n");
  process.exit(1);
});
const [module, config] = process.argv.slice(1);
const { OfflineTts } = require(module);
const speaker = new OfflineTts(JSON.parse(config));
createInterface({ input: process.stdin }).on("line", async (line) => {
  const { text, speaker: sid, speed, path } = JSON.parse(line);
  const starts = [];
  let spoken = 0;
  const onProgress = ({ samples }) => {
    starts.push(spoken);
    spoken += samples.length;
    return 1;
  };
  const said = await speaker.generateAsync({ text, sid, speed, enableExternalBuffer: false, onProgress });
  writeFileSync(path, said.samples);
  process.stdout.write(JSON.stringify({ sampleRate: said.sampleRate, starts }) + "\\n");
});
`;

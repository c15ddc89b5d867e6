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
export const sherpaAnswerSchema = z.object({ sampleRate: z.number().positive() });

// As source text, because a bundled program has no file beside it for a process to start from. Samples go into a file: a minute
// of them is larger than a line may be, and what the model's code prints would stand among them.
export const SHERPA_PROGRAM = `
const { createInterface } = require("node:readline");
const { writeFileSync } = require("node:fs");
const [module, config] = process.argv.slice(1);
const { OfflineTts } = require(module);
const speaker = new OfflineTts(JSON.parse(config));
createInterface({ input: process.stdin }).on("line", (line) => {
  const { text, speaker: sid, speed, path } = JSON.parse(line);
  const { samples, sampleRate } = speaker.generate({ text, sid, speed, enableExternalBuffer: false });
  writeFileSync(path, samples);
  process.stdout.write(JSON.stringify({ sampleRate }) + "\\n");
});
`;

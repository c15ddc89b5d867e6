import { fileUrl, runTool, toolFailure, type MediaTools } from "@proxx/media";
import { z } from "zod";
import { kWeighted } from "../../speech/loudness.ts";

/** Samples whose energies are kept as one sum. */
export const CELL = 256;

/** What a coded run is to a listener, with silence before and behind it. */
export const heardRunSchema = z.object({
  /** In dBTP; null of silence. */
  truePeak: z.number().nullable(),
  /** Of all channels as BS.1770 weights them, cell by cell: numbers of 32 bits in base64. */
  energies: z.base64(),
});

export type HeardRun = z.output<typeof heardRunSchema>;

/** Decodes a run and listens to it: encoders move peaks by up to 2 dB. */
export async function hearRun(
  path: string,
  { tools, signal }: { tools: Pick<MediaTools, "ffmpeg">; signal: AbortSignal },
): Promise<HeardRun> {
  const decoded: Buffer[] = [];
  let truePeak: number | null = null;
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-f", "aac", "-i", fileUrl(path)],
      ...["-af", "ebur128=peak=true:framelog=verbose", "-ac", String(CHANNELS), "-f", "f32le", "pipe:1"],
    ],
    onStdout: (bytes) => decoded.push(bytes),
    onStderrLine: (line) => {
      const [, peak] = /^\s*Peak:\s+(\S+) dBFS$/.exec(line) ?? [];
      if (peak !== undefined && peak !== "-inf") truePeak = Number(peak);
    },
    signal,
  });
  if (run.exitCode !== 0 || run.endedBy !== null) {
    throw toolFailure(run, {
      tool: "ffmpeg",
      doing: "listening to a line",
      hint: "`proxx doctor` shows whether this ffmpeg has what is needed (ebur128).",
    });
  }
  const energies = energiesOf(Buffer.concat(decoded));
  return { truePeak, energies: Buffer.from(energies.buffer).toString("base64") };
}

const CHANNELS = 2;

function energiesOf(bytes: Buffer): Float32Array {
  const interleaved = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const count = interleaved.length / CHANNELS;
  const energies = new Float32Array(Math.ceil(count / CELL));
  for (let channel = 0; channel < CHANNELS; channel++) {
    const own = new Float32Array(count);
    for (let index = 0; index < count; index++) own[index] = interleaved[index * CHANNELS + channel] ?? 0;
    const heard = kWeighted(own);
    for (let index = 0; index < count; index++) {
      const cell = Math.floor(index / CELL);
      energies[cell] = (energies[cell] ?? 0) + (heard[index] ?? 0) ** 2;
    }
  }
  return energies;
}

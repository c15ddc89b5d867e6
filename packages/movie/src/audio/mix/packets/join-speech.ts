import { readFile, rm, writeFile } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import { fileUrl, runTool, type MediaTools } from "@proxx/media";
import { SAMPLE_RATE } from "../../speech/finish-speech.ts";
import { packetsOf } from "./adts.ts";
import { BLOCK, type SpeechRun } from "./speech-runs.ts";

export interface JoinOptions {
  /** Of the movie. */
  samples: number;
  path: string;
  tools: Pick<MediaTools, "ffmpeg">;
  signal: AbortSignal;
}

/**
 * Puts coded runs at their places, silence between them, and writes them as MP4. A packet of AAC covers two blocks and is
 * laid over its neighbours; where those are silent, it is the same whatever stands elsewhere, and nothing is coded again.
 */
export async function joinSpeech(
  runs: readonly { readonly run: SpeechRun; readonly path: string }[],
  { samples, path, tools, signal }: JoinOptions,
): Promise<void> {
  const coded = await Promise.all(
    runs.map(async ({ run, path: from }) => ({ run, packets: await readPackets(from, run) })),
  );
  const silent = coded[0]?.packets[0];
  if (silent === undefined) throw new RangeError("No speech to be joined");
  // The first packet covers the block before the beginning, and is skipped by players.
  const packets = Array.from<Uint8Array>({ length: Math.ceil(samples / BLOCK) + 1 }).fill(silent);
  for (const { run, packets: own } of coded) {
    // Each packet is heard with the one before it: the first of a run covers the silent block in front of it.
    for (let index = 1; index <= run.blocks + 1; index++) packets[run.block - 1 + index] = own[index] ?? silent;
  }
  const stream = `${path}.aac`;
  try {
    await writeFile(stream, Buffer.concat(packets));
    const run = await runTool({
      command: tools.ffmpeg,
      args: [
        ...["-hide_banner", "-nostats", "-v", "error", "-y"],
        // One packet before the beginning, which the file then says.
        ...["-itsoffset", (-BLOCK / SAMPLE_RATE).toFixed(9), "-f", "aac", "-i", fileUrl(stream)],
        ...["-c", "copy", "-bsf:a", "aac_adtstoasc", "-fflags", "+bitexact", "-f", "mp4", fileUrl(path)],
      ],
      signal,
    });
    if (run.exitCode === 0) return;
    if (run.endedBy === "abort")
      throw new ProxxError("aborted", "Stopped while joining the sound.", { hint: "Run it again." });
    throw strange(run.stderrTail.at(-1) ?? "it said nothing");
  } finally {
    await rm(stream, { force: true });
  }
}

async function readPackets(path: string, { blocks }: SpeechRun): Promise<Uint8Array[]> {
  const packets = packetsOf(await readFile(path));
  // One before the run, its blocks, one behind it, and what the encoder still held of the last.
  if (packets?.length !== blocks + 3) throw strange(`${packets?.length ?? 0} packets instead of ${blocks + 3}`);
  return packets;
}

function strange(said: string): ProxxError {
  return new ProxxError("tool_failed", `The sound cannot be joined: ${said}.`, {
    hint: "`proxx doctor` shows what is installed.",
  });
}

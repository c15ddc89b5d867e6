import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { readWav, runTool, safeInputArguments, type MediaTools } from "@proxx/media";

export interface DecodedSound {
  /** One channel, full scale being 1. */
  samples: Float32Array;
  sampleRate: number;
}

interface DecodeOptions {
  /** What the sound is to people, for the error. */
  shown: string;
  tools: MediaTools;
  signal: AbortSignal;
}

/** What no voice takes: bare samples of an hour. */
const MAX_SECONDS = 3600;
const RATE = 48_000;

/** A sound that came as bytes: a plain WAV file is read here, everything else is ffmpeg's. */
export async function decodeSound(bytes: Uint8Array, options: DecodeOptions): Promise<DecodedSound> {
  const wav = readWav(bytes);
  if (wav !== null) return checked(wav, options.shown);
  const folder = await mkdtemp(join(tmpdir(), "proxx-sound-"));
  try {
    const path = join(folder, "sound");
    await writeFile(path, bytes);
    return checked(await decodeFile(path, options), options.shown);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function decodeFile(path: string, { shown, tools, signal }: DecodeOptions): Promise<DecodedSound> {
  const chunks: Buffer[] = [];
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      ...["-v", "error", "-xerror", ...safeInputArguments(path), "-map", "0:a:0", "-t", String(MAX_SECONDS)],
      ...["-ac", "1", "-ar", String(RATE), "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1"],
    ],
    onStdout: (chunk) => chunks.push(chunk),
    signal,
    stallMs: 60_000,
  });
  if (run.endedBy === "abort") throw new ProxxError("aborted", "Decoding was stopped.", { hint: "Run it again." });
  const bytes = new Uint8Array(Buffer.concat(chunks));
  if (run.exitCode !== 0)
    throw unusable(shown, `is no sound that ffmpeg decodes (${run.stderrTail.at(-1) ?? "no reason given"})`);
  return { samples: new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4)), sampleRate: RATE };
}

function checked(sound: DecodedSound, shown: string): DecodedSound {
  if (sound.samples.length === 0) throw unusable(shown, "is a sound of no length");
  if (sound.samples.some((sample) => !Number.isFinite(sample)))
    throw unusable(shown, "has samples that are no numbers");
  return sound;
}

function unusable(shown: string, what: string): ProxxError {
  return new ProxxError("result_unusable", `${shown} ${what}.`, {
    hint: "Run it again; where it stays, take another voice or file.",
  });
}

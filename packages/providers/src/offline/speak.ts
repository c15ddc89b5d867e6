import { stat, writeFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { ProxxError, type Transcript } from "@proxx/contract";
import { findTool, runTool, wavFile } from "@proxx/media";
import { z } from "zod";
import { espeakVoice } from "./espeak-voice.ts";
import { placeWords, type SpokenEvent } from "./place-words.ts";

export interface SpeechOptions {
  text: string;
  /** A language tag. */
  language: string;
  /** A voice of espeak-ng, such as `en-gb` or `fr`; without one the language's. */
  voice?: string | undefined;
  /** 1 is the voice's own pace. */
  speed: number;
  /** Where the WAV file goes. */
  path: string;
  signal: AbortSignal;
  /** Where to look for an `espeak-ng` of the machine's, as in PATH. */
  searchPath?: string | undefined;
}

export interface Speech {
  transcript: Transcript;
  /** Whether the voice told when it said each word; else the times are spread by the words' lengths. */
  wordTiming: "measured" | "estimated";
}

/** Which espeak-ng speaks here: the one that is installed with Proxx, one of the machine's, or none. */
export function findEspeak(searchPath = ""): { name: "package" | "program"; path: string } | null {
  const bundled = resolvePackage();
  if (bundled !== null) return { name: "package", path: bundled };
  const path = findTool("espeak-ng", searchPath);
  return path === null ? null : { name: "program", path };
}

/** Speaks a text with espeak-ng, on this machine and without a network. */
export async function speak(options: SpeechOptions): Promise<Speech> {
  const espeak = findEspeak(options.searchPath);
  if (espeak === null) {
    throw new ProxxError("tool_missing", "There is no espeak-ng to speak with.", {
      hint: "Install it (`apt install espeak-ng`, `npm install @echogarden/espeak-ng-emscripten`), or name a speech model.",
    });
  }
  return espeak.name === "package" ? speakInWorker(options, espeak.path) : speakWithProgram(options, espeak.path);
}

function resolvePackage(): string | null {
  try {
    return import.meta.resolve("@echogarden/espeak-ng-emscripten");
  } catch {
    return null;
  }
}

const WORDS_PER_MINUTE = 175;

// A new instance for each text: in one that has spoken before the same text comes out with other bytes. As source text,
// because a bundled program has no file beside it for a worker to start from.
const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
(async () => {
  const { default: createModule } = await import(workerData.module);
  const module = await createModule();
  const speaker = new module.eSpeakNGWorker();
  const voice = workerData.voices.find((name) => speaker.set_voice(name) === 0);
  if (voice === undefined) return parentPort.postMessage({ voice: null });
  speaker.set_rate(workerData.rate);
  const chunks = [];
  const events = [];
  speaker.synthesize(workerData.text, (samples, told) => {
    chunks.push(samples.slice());
    for (const event of told) {
      if (event.type === "word") events.push({ position: event.text_position, milliseconds: event.audio_position });
    }
  });
  parentPort.postMessage({ voice, sampleRate: speaker.get_samplerate(), chunks, events });
})();
`;

const answerSchema = z.union([
  z.object({ voice: z.null() }),
  z.object({
    voice: z.string(),
    sampleRate: z.int(),
    chunks: z.array(z.instanceof(Int16Array)),
    events: z.array(z.object({ position: z.number(), milliseconds: z.number() })),
  }),
]);

async function speakInWorker(options: SpeechOptions, module: string): Promise<Speech> {
  const answer = answerSchema.parse(
    await askWorker(
      { module, text: options.text, voices: espeakVoice(options), rate: wordsPerMinute(options.speed) },
      options.signal,
    ),
  );
  if (answer.voice === null) throw noVoice(options);
  const samples = new Int16Array(answer.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of answer.chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  if (samples.length === 0) throw nothingSpoken();
  await writeFile(options.path, wavFile(samples, answer.sampleRate));
  return spoken(options, answer.events, samples.length / answer.sampleRate);
}

function askWorker(workerData: unknown, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stopped());
    const worker = new Worker(WORKER, { eval: true, workerData, stdout: true, stderr: true });
    let answer: { value: unknown } | null = null;
    let failure: unknown;
    const end = () => void worker.terminate();
    signal.addEventListener("abort", end, { once: true });
    worker.once("message", (value: unknown) => {
      answer = { value };
      end();
    });
    worker.once("error", (error: unknown) => {
      failure = error;
    });
    // Answered for when the thread is gone, so that nothing goes on behind the caller's back.
    worker.once("exit", () => {
      signal.removeEventListener("abort", end);
      if (signal.aborted) reject(stopped());
      else if (answer === null) reject(speechFailed(failure));
      else resolve(answer.value);
    });
  });
}

async function speakWithProgram(options: SpeechOptions, command: string): Promise<Speech> {
  for (const voice of espeakVoice(options)) {
    const run = await runTool({
      command,
      args: ["-v", voice, "-s", String(wordsPerMinute(options.speed)), "-b", "1", "-w", options.path, "--stdin"],
      input: options.text,
      signal: options.signal,
      timeoutMs: 600_000,
    });
    if (run.endedBy === "abort") throw stopped();
    if (run.exitCode === 0) return spoken(options, [], await wavSeconds(options.path));
  }
  throw noVoice(options);
}

function spoken({ text, language }: SpeechOptions, events: readonly SpokenEvent[], seconds: number): Speech {
  const words = placeWords(text, language, events, seconds);
  return {
    transcript: { language, text, words },
    wordTiming: events.length > 0 ? "measured" : "estimated",
  };
}

/** The program writes mono 16-bit samples at 22 050 Hz behind a header of 44 bytes. */
async function wavSeconds(path: string): Promise<number> {
  return Math.max(0, (await stat(path)).size - 44) / (2 * 22_050);
}

function wordsPerMinute(speed: number): number {
  return Math.round(Math.min(450, Math.max(80, WORDS_PER_MINUTE * speed)));
}

function noVoice({ voice, language }: SpeechOptions): ProxxError {
  const wanted = voice === undefined ? `the language \`${language}\`` : `the name \`${voice}\``;
  return new ProxxError("media_unsupported", `espeak-ng has no voice for ${wanted}.`, {
    hint: "Name one of `espeak-ng --voices`, such as `en-us`, or a speech model.",
  });
}

function nothingSpoken(): ProxxError {
  return new ProxxError("text_missing", "There is nothing in the text that can be spoken.", {
    hint: "Give a text with words in it.",
  });
}

function speechFailed(cause: unknown): ProxxError {
  return new ProxxError("tool_failed", "espeak-ng ended without a word.", {
    hint: "Run it again; `proxx doctor` shows what is installed.",
    cause,
  });
}

function stopped(): ProxxError {
  return new ProxxError("aborted", "Speaking was stopped.", { hint: "Run it again to make what is missing." });
}

import { ProxxError } from "@proxx/contract";
import { findTool, runTool } from "@proxx/media";
import { z } from "zod";
import { createEspeakThreads, type EspeakThreads } from "./espeak-threads.ts";
import { espeakVoice } from "./espeak-voice.ts";
import type { EspeakRequest } from "./espeak-worker.ts";
import type { SpokenEvent } from "./place-words.ts";

export interface UtteranceOptions {
  text: string;
  /** A language tag. */
  language: string;
  /** A voice of espeak-ng, such as `en-gb` or `fr`; without one the language's. */
  voice?: string | undefined;
  /** 1 is the voice's own pace. */
  speed: number;
  /** Semitones above the voice's own pitch, below it where negative. @default 0 */
  pitch?: number | undefined;
  signal: AbortSignal;
  /** Where to look for an `espeak-ng` of the machine's, as in PATH. */
  searchPath?: string | undefined;
  /** Whose threads speak. @default one for this text alone */
  threads?: EspeakThreads | undefined;
}

export interface Utterance {
  samples: Int16Array;
  sampleRate: number;
  /** When each word begins; none where this espeak-ng does not tell. */
  events: SpokenEvent[];
}

/** Which espeak-ng speaks here: the one that is installed with Proxx, one of the machine's, or none. */
export function findEspeak(searchPath = ""): { name: "package" | "program"; path: string } | null {
  const bundled = resolvePackage();
  if (bundled !== null) return { name: "package", path: bundled };
  const path = findTool("espeak-ng", searchPath);
  return path === null ? null : { name: "program", path };
}

/** What espeak-ng makes of a text, on this machine and without a network. The same text gives the same samples. */
export async function utter(options: UtteranceOptions): Promise<Utterance> {
  const espeak = findEspeak(options.searchPath);
  if (espeak === null) {
    throw new ProxxError("tool_missing", "There is no espeak-ng to speak with.", {
      hint: "Install it (`apt install espeak-ng`, `npm install @echogarden/espeak-ng-emscripten`), or name a speech model.",
    });
  }
  const utterance = await (espeak.name === "package"
    ? utterInThread(options, espeak.path)
    : utterWithProgram(options, espeak.path));
  if (utterance.samples.length === 0) throw nothingSpoken();
  return utterance;
}

function resolvePackage(): string | null {
  try {
    return import.meta.resolve("@echogarden/espeak-ng-emscripten");
  } catch {
    return null;
  }
}

const answerSchema = z.union([
  z.object({ voice: z.null() }),
  z.object({
    voice: z.string(),
    sampleRate: z.int(),
    chunks: z.array(z.instanceof(Int16Array)),
    events: z.array(z.object({ position: z.number(), milliseconds: z.number() })),
  }),
]);

async function utterInThread(options: UtteranceOptions, module: string): Promise<Utterance> {
  const { text, speed, pitch } = options;
  const request = { text, voices: espeakVoice(options), rate: wordsPerMinute(speed), pitch: pitchNumber(pitch) };
  const answer = answerSchema.parse(await askThread(module, request, options));
  if (answer.voice === null) throw noVoice(options);
  const samples = new Int16Array(answer.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of answer.chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  return { samples, sampleRate: answer.sampleRate, events: eventsIn(text, answer.events) };
}

/** espeak-ng counts characters as code points, from 1. */
function eventsIn(text: string, told: readonly { position: number; milliseconds: number }[]): SpokenEvent[] {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) starts.push(at);
  return told.map(({ position, milliseconds }) => ({
    at: starts[position - 1] ?? text.length,
    seconds: milliseconds / 1000,
  }));
}

async function askThread(
  module: string,
  request: EspeakRequest,
  { signal, threads = createEspeakThreads({ mostIdle: 0 }) }: Pick<UtteranceOptions, "signal" | "threads">,
): Promise<unknown> {
  if (signal.aborted) throw stopped();
  try {
    return await threads.ask(module, request, signal);
  } catch (error) {
    throw signal.aborted ? stopped() : speechFailed(error);
  }
}

/** What the program writes to a pipe has no length in its header: mono 16-bit samples at 22 050 Hz behind 44 bytes. */
async function utterWithProgram(options: UtteranceOptions, command: string): Promise<Utterance> {
  for (const voice of espeakVoice(options)) {
    const chunks: Buffer[] = [];
    const run = await runTool({
      command,
      args: [
        ...["-v", voice, "-s", String(wordsPerMinute(options.speed)), "-p", String(pitchNumber(options.pitch))],
        ...["-b", "1", "--stdout", "--stdin"],
      ],
      input: options.text,
      onStdout: (bytes) => chunks.push(bytes),
      signal: options.signal,
      timeoutMs: 600_000,
    });
    if (run.endedBy === "abort") throw stopped();
    if (run.exitCode !== 0) continue;
    const bytes = Buffer.concat(chunks).subarray(44);
    const samples = new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length & ~1)).buffer);
    return { samples, sampleRate: 22_050, events: [] };
  }
  throw noVoice(options);
}

const WORDS_PER_MINUTE = 175;

function wordsPerMinute(speed: number): number {
  return Math.round(Math.min(450, Math.max(80, WORDS_PER_MINUTE * speed)));
}

/** From 0 to 99, which is from an octave below to an octave above the voice's own. */
function pitchNumber(semitones = 0): number {
  return Math.round(Math.min(99, Math.max(0, 50 + (semitones * 50) / 12)));
}

function noVoice({ voice, language }: UtteranceOptions): ProxxError {
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

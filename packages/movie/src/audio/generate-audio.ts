import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { ProxxError, type Narration, type Script, type Section } from "@proxx/contract";
import type { Voices } from "@proxx/voices";
import type { Parts } from "../parts/parts.ts";
import { StepFailedError, type StepFailure } from "../step-failed-error.ts";
import type { StepDegradation, StepOptions } from "../step-options.ts";
import { askAgain, type Pause } from "./patience.ts";
import { askedOf, castNarration, keptNarration, speakNarration } from "./speak-narration.ts";
import { speechDegradations, voiceNotAsked } from "./speech-degradations.ts";
import { DEFAULT_FINISH, type SpeechFinish } from "./speech/finish-speech.ts";
import type { SpokenNarration } from "./spoken-narration.ts";
import { eachOf } from "../each-of.ts";
import { asStepError, inStep } from "../in-step.ts";

export interface GenerateAudioOptions extends StepOptions {
  /** Of the movie: the lines go into `audio/` in it. */
  folder: string;
  parts: Parts;
  voices: Voices;
  /** Who speaks where neither a line nor its persona says. @default the language's voice */
  voice?: string | undefined;
  /** Where the script lies, from which its recordings are named. @default the movie's folder */
  scriptFolder?: string | undefined;
  /** How many lines are spoken at once. @default as many as there are processors, four at most */
  concurrency?: number | undefined;
  /** Silence at the ends, loudness, peaks. @default as DEFAULT_FINISH */
  finish?: Partial<SpeechFinish> | undefined;
  /** @default a timer */
  pause?: Pause | undefined;
}

export interface GeneratedAudio {
  /** In the order of the script. */
  narrations: SpokenNarration[];
  degradations: StepDegradation[];
}

/** A voice that has failed so often in a row, not by the lines it was given, is not asked any more. */
const PATIENCE = 2;

/**
 * Every line of a script as a file of sound, with the times of its words. A line that fails does not keep the others from
 * being spoken; the step then fails with a `StepFailedError` that names each.
 */
export async function generateAudioForScript(script: Script, options: GenerateAudioOptions): Promise<GeneratedAudio> {
  return await inStep("audio", options.signal, () => speakLines(script, options));
}

async function speakLines(script: Script, options: GenerateAudioOptions): Promise<GeneratedAudio> {
  const { signal = new AbortController().signal, onProgress, folder, parts, voices } = options;
  const finish = { ...DEFAULT_FINISH, ...options.finish };
  const scriptFolder = options.scriptFolder ?? folder;
  const lines = script.sections.flatMap((section) => section.narrations.map((narration) => ({ section, narration })));
  const narrations: (SpokenNarration | undefined)[] = lines.map(() => undefined);
  const found: (StepDegradation[] | undefined)[] = lines.map(() => []);
  const failures: (StepFailure | undefined)[] = lines.map(() => undefined);
  const inARow = new Map<string, number>();
  let done = 0;

  const resolvePath = (path: string) => resolve(scriptFolder, path);
  const attempt = <T>(work: () => Promise<T>) => askAgain(work, signal, options.pause);

  /** A line, and what of it is to be told. */
  const speak = async (narration: Narration): Promise<[SpokenNarration, StepDegradation[]]> => {
    const role = castNarration(script, narration, { voices, voice: options.voice, resolvePath });
    const asked = askedOf(role, finish);
    const [engine = ""] = role.voice.name.split(":");
    try {
      if ((inARow.get(engine) ?? 0) >= PATIENCE) throw givenUp(role.voice.name);
      const prepared = await attempt(() => role.voice.prepare(role.line, { signal }));
      const spoken = await speakNarration(narration, role.line, { asked, prepared, finish, parts, folder, attempt });
      inARow.set(engine, 0);
      return [spoken, speechDegradations(narration, spoken, prepared)];
    } catch (error) {
      if (!(error instanceof ProxxError) || !NOT_THE_LINE.has(error.code) || signal.aborted) throw error;
      inARow.set(engine, (inARow.get(engine) ?? 0) + 1);
      const kept = await keptNarration(narration, { asked, parts, folder });
      if (kept === null) throw error;
      return [kept, [voiceNotAsked(narration, error)]];
    }
  };

  const take = async ({ section, narration }: (typeof lines)[number], index: number): Promise<void> => {
    try {
      [narrations[index], found[index]] = await speak(narration);
    } catch (error) {
      if (signal.aborted) throw stopped();
      failures[index] = failureOf(section, narration, error);
    }
    done += 1;
    onProgress?.(done, lines.length, `Spoke ${done} of ${lines.length} lines: ${section.title}`);
  };

  if (signal.aborted) throw stopped();
  onProgress?.(0, lines.length, `${lines.length} lines to speak`);
  await eachOf(lines, options.concurrency ?? Math.min(4, availableParallelism()), take, signal);
  if (signal.aborted) throw stopped();
  const failed = failures.filter((failure) => failure !== undefined);
  if (failed.length > 0) throw new StepFailedError("audio", failed);
  return { narrations: narrations.filter((one) => one !== undefined), degradations: found.flatMap((one) => one ?? []) };
}

/** What a voice fails by whatever it is given to say. */
const NOT_THE_LINE: ReadonlySet<string> = new Set([
  "provider_key_missing",
  "provider_key_refused",
  "provider_rate_limited",
  "provider_timeout",
  "provider_unavailable",
  "tool_missing",
]);

function failureOf({ id, title }: Section, narration: Narration, error: unknown): StepFailure {
  return { section: { id, title }, narration: narration.id, error: asStepError(error) };
}

function givenUp(name: string): ProxxError {
  return new ProxxError(
    "provider_unavailable",
    `\`${name}\` is not asked any more: it failed ${PATIENCE} times in a row.`,
    {
      hint: "See why the lines before this one failed, and run it again.",
      retryable: true,
    },
  );
}

function stopped(): ProxxError {
  return new ProxxError("aborted", "Speaking the script was stopped.", {
    hint: "Run it again: what is spoken is kept.",
  });
}

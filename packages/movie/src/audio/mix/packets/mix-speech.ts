import { availableParallelism } from "node:os";
import type { Loudness } from "@proxx/contract";
import { measureLoudness, type MeasuredLoudness } from "@proxx/composition";
import { inputStream, safeInputArguments, type MediaTools } from "@proxx/media";
import { eachOf } from "../../../each-of.ts";
import type { Parts } from "../../../parts/parts.ts";
import { encodeRun } from "./encode-run.ts";
import { joinSpeech } from "./join-speech.ts";
import { speechRuns, type MeasuredLine } from "./speech-runs.ts";

export interface MixSpeechOptions {
  /** Of the movie. */
  samples: number;
  loudness: Loudness;
  path: string;
  workDir: string;
  parts: Parts;
  tools: MediaTools;
  signal: AbortSignal;
}

/** How far it may be from the loudness that is asked for, so that as a rounded number it is within half a unit. */
const NEAR_ENOUGH = 0.45;
/** A gain is a multiple of it, so that a changed line seldom asks for another one, with which all would be coded anew. */
const STEP = 0.5;
/** More would take peaks over the limit, which only a limiter helps against. */
const MOST_GAIN = 1;

/**
 * Speech that is about as loud as it is to be already, because each line of it is: coded line by line, and only what is new.
 * Null where it is not, and all of it has to be brought to its loudness. What is measured is what a listener gets.
 */
export async function mixSpeech(
  lines: readonly MeasuredLine[],
  { samples, loudness, path, workDir, parts, tools, signal }: MixSpeechOptions,
): Promise<MeasuredLoudness | null> {
  const runs = speechRuns(lines, samples);
  if (runs === null || runs.length === 0) return null;

  const encodedWith = async (gain: number): Promise<MeasuredLoudness> => {
    const coded: { run: (typeof runs)[number]; path: string }[] = [];
    const encode = async (run: (typeof runs)[number]) => {
      coded.push({ run, path: (await encodeRun(run, { gain, parts, tools, signal })).path });
    };
    await eachOf(runs, availableParallelism(), encode, signal);
    signal.throwIfAborted();
    await joinSpeech(coded, { samples, path, tools, signal });
    const heard = inputStream({ prepare: () => safeInputArguments(path) }, "audio");
    return await measureLoudness(heard, { workDir, tools, signal });
  };
  const isRight = ({ integrated, truePeak }: MeasuredLoudness) =>
    Math.abs(integrated - loudness.integrated) <= NEAR_ENOUGH && truePeak <= loudness.truePeak;

  const measured = await encodedWith(0);
  if (isRight(measured)) return measured;
  const gain = Math.round((loudness.integrated - measured.integrated) / STEP) * STEP;
  if (gain === 0 || !Number.isFinite(gain) || gain > MOST_GAIN) return null;
  const levelled = await encodedWith(gain);
  return isRight(levelled) ? levelled : null;
}

import { availableParallelism } from "node:os";
import type { Loudness } from "@proxx/contract";
import type { MeasuredLoudness } from "@proxx/composition";
import type { MediaTools } from "@proxx/media";
import { eachOf } from "../../../each-of.ts";
import type { Parts } from "../../../parts/parts.ts";
import { encodeRun } from "./encode-run.ts";
import type { HeardRun } from "./hear-run.ts";
import { joinSpeech } from "./join-speech.ts";
import { loudnessTogether } from "./loudness-together.ts";
import { speechRuns, type MeasuredLine, type SpeechRun } from "./speech-runs.ts";

export interface MixSpeechOptions {
  /** Of the movie. */
  samples: number;
  loudness: Loudness;
  path: string;
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
 * Null where it is not, and all of it has to be brought to its loudness. What is measured is what a listener gets: each line was
 * listened to behind the encoder, and is the same packets wherever it stands.
 */
export async function mixSpeech(
  lines: readonly MeasuredLine[],
  { samples, loudness, path, parts, tools, signal }: MixSpeechOptions,
): Promise<MeasuredLoudness | null> {
  const runs = speechRuns(lines, samples);
  if (runs === null || runs.length === 0) return null;

  const encodedWith = async (gain: number) => {
    const coded: { run: SpeechRun; path: string; heard: HeardRun }[] = [];
    const encode = async (run: SpeechRun, index: number) => {
      const { path: own, facts: heard } = await encodeRun(run, { gain, parts, tools, signal });
      coded[index] = { run, path: own, heard };
    };
    await eachOf(runs, availableParallelism(), encode, signal);
    signal.throwIfAborted();
    return { coded, measured: loudnessTogether(coded, samples) };
  };
  const isRight = ({ integrated, truePeak }: MeasuredLoudness) =>
    Math.abs(integrated - loudness.integrated) <= NEAR_ENOUGH && truePeak <= loudness.truePeak;

  let { coded, measured } = await encodedWith(0);
  if (!isRight(measured)) {
    const gain = Math.round((loudness.integrated - measured.integrated) / STEP) * STEP;
    if (gain === 0 || !Number.isFinite(gain) || gain > MOST_GAIN) return null;
    ({ coded, measured } = await encodedWith(gain));
    if (!isRight(measured)) return null;
  }
  await joinSpeech(coded, { samples, path, tools, signal });
  return measured;
}

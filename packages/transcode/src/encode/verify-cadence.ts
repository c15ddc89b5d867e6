import type { VerificationRow } from "@proxx/contract";
import { compareCadence, framesTaken, rational, toNumber, type Rational, type VerifyLevel } from "@proxx/media";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";
import { expectationsOf } from "../clip-plan/expectations.ts";

interface VerifyCadenceOptions {
  ffmpeg: string;
  level: VerifyLevel;
  signal?: AbortSignal | undefined;
}

/** Which frames a forced rate took; where every frame is kept, their count and times tell as much. */
export async function verifyCadence(
  plan: ClipPlan,
  outputPath: string,
  { ffmpeg, level, signal }: VerifyCadenceOptions,
): Promise<VerificationRow[]> {
  const { source, constant, forcedRate, changing } = plan;
  const frames = expectationsOf(plan).frames ?? 0;
  if (forcedRate === null || frames === 0) return [];
  // What a source leaves empty stands in its times.
  const sourceRate = constant === null || constant.empty > 0 ? null : constant.rate;
  const count = level === "full" ? frames : Math.min(frames, framesCompared(sourceRate, forcedRate));
  const taken = framesTaken(source.timeLine, { sourceRate, rate: forcedRate, count }).filter(
    (frame) => changing === null || frame < changing.framesBefore,
  );
  const picture = { path: source.facts.path, streamIndex: source.video.index, startByte: source.opening?.byte };
  return [await compareCadence({ source: picture, outputPath, taken }, { ffmpeg, signal })];
}

/** The decoding of so much of the source is two per cent of a job of ten seconds; twice of it is four. */
const COMPARED_SECONDS = 1;
const MOST_COMPARED_SECONDS = 2;

/**
 * How many frames of the output are looked at where not all of them are to be: a second of them, and where frames are left
 * out or repeated in a pattern that comes round soon after that, all of it. Of 25 made 24 the one that is left out is the
 * last of a second.
 */
export function framesCompared(sourceRate: Rational | null, rate: Rational): number {
  const second = Math.ceil(COMPARED_SECONDS * toNumber(rate));
  if (sourceRate === null) return second;
  const step = rational(sourceRate.numerator * rate.denominator, sourceRate.denominator * rate.numerator);
  const round = step.denominator + 1;
  return round > MOST_COMPARED_SECONDS * toNumber(rate) ? second : Math.max(second, round);
}

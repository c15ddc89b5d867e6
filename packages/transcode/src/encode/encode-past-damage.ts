import {
  changesHeader,
  changesSequence,
  describeDamage,
  findPictureChanges,
  isStreamed,
  surveyDamage,
  surveyedStreams,
  withoutForgiven,
  type Damage,
} from "@proxx/media";
import { planForChanges } from "../clip-plan/changing-picture.ts";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";
import type { InspectedSource } from "../source/inspected-source.ts";
import type { EncodeOutcome } from "./clip-encoder.ts";
import { encodeOnce, type EncodedOnce, type EncodeOnceOptions } from "./encode-once.ts";
import { isDiskFull } from "./judge-outcome.ts";
import { spareDamage } from "./spare-damage.ts";

/**
 * A source that is damaged ends the encode at the first complaint. What is damaged then decides: where no picture and no
 * sound is missing but for the last packet of a track, it is encoded once more, past that.
 */
export async function encodePastDamage(plan: ClipPlan, options: EncodeOnceOptions): Promise<EncodeOutcome> {
  const outcome = await encodeChanging(plan, options);
  if (!mayBeDamaged(outcome, plan) || options.signal?.aborted) return outcome;
  const damage = await surveySource(plan, options);
  const spared = spareDamage(outcome.plan, damage);
  if (spared === null) {
    const words = describeDamage(damage, plan.source.facts);
    return words === null ? outcome : { ...outcome, damage: words };
  }
  const again = await encodeOnce(spared, { ...options, carriesOn: true });
  return { ...again, errorLines: withoutForgiven(again.errorLines, damage.complaints) };
}

function mayBeDamaged(outcome: EncodeOutcome, { source }: ClipPlan): boolean {
  if (outcome.endedBy !== null || outcome.signal !== null || isDiskFull(outcome)) return false;
  // Of sound that becomes nothing ffmpeg says no word before it ends.
  return outcome.exitCode !== 0 || withoutForgiven(outcome.errorLines, source.startComplaints).length > 0;
}

function surveySource({ source, audio }: ClipPlan, options: EncodeOnceOptions): Promise<Damage> {
  const { facts, video, startComplaints, opening } = source;
  const tracks = facts.audio.filter(({ index }) => audio.some(({ sourceIndex }) => sourceIndex === index));
  return surveyDamage(options.sourcePath, {
    ffmpeg: options.tools.ffmpeg,
    streams: surveyedStreams(video, tracks),
    startSeconds: facts.startSeconds ?? 0,
    forgiven: startComplaints,
    startByte: opening?.byte,
    signal: options.signal,
  });
}

/** Encodes once more, with a plan for it, where the picture changes its form on the way. */
async function encodeChanging(plan: ClipPlan, options: EncodeOnceOptions): Promise<EncodedOnce> {
  const { tools, sourcePath, signal } = options;
  const startByte = plan.source.opening?.byte;
  const [first, otherHeaders] = await Promise.all([
    encodeOnce(plan, options),
    changesHeaders(plan.source, { ffmpeg: tools.ffmpeg, signal }),
  ]);
  if (signal?.aborted || !(first.changed || (otherHeaders && first.exitCode === 0))) return first;
  const seen = await findPictureChanges(sourcePath, { ...tools, signal, startByte });
  if (!first.changed && seen.changes.length === 0) return first;
  return encodeOnce(planForChanges(plan, seen), options);
}

/** Containers in which the stream alone tells the shape of its pixels, beside those that are nothing but a stream. */
const WITHOUT_SHAPE = ["flv", "avi", "wtv", "gxf"];

async function changesHeaders(
  { facts, video, opening, timeLine }: InspectedSource,
  options: { ffmpeg: string; signal: AbortSignal | undefined },
): Promise<boolean> {
  const { path, formatNames } = facts;
  if (!isStreamed(facts) && !formatNames.some((name) => WITHOUT_SHAPE.includes(name))) return false;
  const picture = { path, streamIndex: video.index, codec: video.codec, startByte: opening?.byte };
  const [within, beside] = await Promise.all([
    changesSequence(picture, options),
    timeLine.hasHeadersBeside && changesHeader(picture, options),
  ]);
  return within || beside;
}

import type { TimeLine } from "../timeline/time-line.ts";
import { isStreamed } from "./is-streamed.ts";
import type { MediaFacts } from "./media-facts.ts";
import { findOpening, probeAndScan, type Opening, type ProbeOptions } from "./probe.ts";

type Read = Awaited<ReturnType<typeof probeAndScan>>;

/** Program streams are divided wherever a packet is full, in the middle of pictures and of frames of sound. */
export function isProgramStream({ formatNames }: Pick<MediaFacts, "formatNames">): boolean {
  return formatNames.includes("mpeg");
}

/** A stream that was cut anywhere is read again from its first picture that needs none before it. */
export async function readFromOpening(
  path: string,
  read: Read,
  options: ProbeOptions,
): Promise<{ read: Read; opening: Opening | null }> {
  const { facts, timeLine } = read;
  if (!isStreamed(facts) || timeLine.packets === 0 || timeLine.startsWithKey) return { read, opening: null };
  const opening = await findOpening(path, { ...options, midPacket: isProgramStream(facts) });
  if (opening === null) return { read, opening };
  return { read: await probeAndScan(path, { ...options, startByte: opening.byte, fromKey: true }), opening };
}

/** Enough to see neighbours of pictures that are coded as fields, and behind the leading ones of an open group. */
export function packetsOfStart({ leading }: Pick<TimeLine, "leading">): number {
  return Math.max(12, 4 + 4 * leading);
}

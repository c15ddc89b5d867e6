import type { MediaFacts } from "../probe/media-facts.ts";
import { probeFirstSample } from "../probe/first-sample.ts";
import type { ProbeOptions } from "../probe/probe.ts";

/** The first and last second of longer files are decoded; what is found later than this may be of the last. */
const SURELY_FIRST_SECONDS = 0.9;

/**
 * When the decoder gives the first frame of each stream, of `firstDecoded` those that are the first for sure. Of Opus in
 * Matroska, whose packets do not tell the pre-skip, the decoder is asked where it begins later.
 */
export async function findFirstHeard(
  { path, audio, formatNames }: MediaFacts,
  firstDecoded: ReadonlyMap<number, number>,
  options: ProbeOptions,
): Promise<ReadonlyMap<number, number>> {
  const heard = new Map([...firstDecoded].filter(([, seconds]) => seconds < SURELY_FIRST_SECONDS));
  const open = audio.filter(({ index, codec }) => codec === "opus" && !heard.has(index));
  for (const { index } of formatNames.includes("matroska") ? open : []) {
    const seconds = await probeFirstSample(path, index, options);
    if (seconds !== null) heard.set(index, seconds);
  }
  return heard;
}

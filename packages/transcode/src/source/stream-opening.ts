import {
  countDecodedFrames,
  findStartComplaints,
  isProgramStream,
  probeFirstFrames,
  type MediaTools,
  type Opening,
} from "@proxx/media";
import type { InspectedSource } from "./inspected-source.ts";

type Opened = Omit<InspectedSource, "engine" | "identity" | "completeness">;

interface DecoderOptions {
  tools: MediaTools;
  signal: AbortSignal | undefined;
}

/**
 * What only the decoders know of a program stream that was cut: how many pictures they give where packets do not tell the
 * times of all, and what they say against the beginning, of the sound as well.
 */
export async function settleOpening<Source extends Opened>(source: Source, options: DecoderOptions): Promise<Source> {
  const { facts, opening } = source;
  if (opening === null || !isProgramStream(facts)) return source;
  const [startComplaints, timeLine] = await Promise.all([
    complaintsAtStart(source, opening, options),
    source.timeLine.timed ? source.timeLine : withDecodedFrames(source, opening, options),
  ]);
  return { ...source, startComplaints, timeLine };
}

async function complaintsAtStart({ facts, video, timeLine }: Opened, { byte }: Opening, options: DecoderOptions) {
  const audioIndexes = facts.audio.filter(({ decodable }) => decodable).map(({ index }) => index);
  return findStartComplaints(
    { path: facts.path, startByte: byte, videoIndex: video.index, audioIndexes, pictures: 12 + timeLine.leading },
    { ffmpeg: options.tools.ffmpeg, signal: options.signal },
  );
}

async function withDecodedFrames({ facts, timeLine }: Opened, { byte }: Opening, options: DecoderOptions) {
  const { ffprobe } = options.tools;
  const { signal } = options;
  const [count, first] = await Promise.all([
    countDecodedFrames(facts.path, { ffprobe, signal, startByte: byte }),
    probeFirstFrames(facts.path, { ffprobe, signal, startByte: byte, packets: 12 }),
  ]);
  const { shown, stepSeconds } = timeLine;
  if (count === null || count >= shown || first.startSeconds === null || stepSeconds === null) return timeLine;
  return {
    ...timeLine,
    shown: count,
    undecodable: shown - count,
    firstSeconds: first.startSeconds,
    endSeconds: first.startSeconds + count * stepSeconds,
  };
}

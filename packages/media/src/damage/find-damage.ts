import type { MediaTools } from "../process/discover-tools.ts";
import { isProgramStream, packetsOfStart, readFromOpening } from "../probe/from-opening.ts";
import type { MediaFacts } from "../probe/media-facts.ts";
import { probeAndScan, probeFirstFrames } from "../probe/probe.ts";
import { findStartComplaints } from "../probe/start-complaints.ts";
import type { Damage } from "./read-damage.ts";
import { explainDamage } from "./describe-damage.ts";
import { surveyDamage } from "./survey-damage.ts";
import { surveyedStreams } from "./surveyed-streams.ts";

interface FindOptions {
  tools: Pick<MediaTools, "ffmpeg" | "ffprobe">;
  /** Whether something is made of the stream with this index, the first of its kind or not. */
  takes: (stream: { index: number; kind: "video" | "audio"; isFirst: boolean }) => boolean;
  signal: AbortSignal;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * Looks what is damaged in a file of which no more is known than that a decoder complained. It is decoded for five minutes,
 * and to its end where those show nothing: that a recording begins in the middle of a group of pictures is no damage.
 */
export async function findDamage(
  path: string,
  { tools, takes, signal }: FindOptions,
): Promise<{ damage: Damage; facts: MediaFacts }> {
  const probing = { ffprobe: tools.ffprobe, signal };
  const { read, opening } = await readFromOpening(path, await probeAndScan(path, probing), probing);
  const { facts, timeLine } = read;
  const { video, audio } = facts;
  const startByte = opening?.byte;
  const complaintsAtStart = async (): Promise<string[]> => {
    if (timeLine.leading === 0 && opening === null) return [];
    if (opening === null || video === null || !isProgramStream(facts)) {
      return (await probeFirstFrames(path, { ...probing, startByte, packets: packetsOfStart(timeLine) })).complaints;
    }
    const audioIndexes = audio.filter(({ decodable }) => decodable).map(({ index }) => index);
    const start = { path, startByte: opening.byte, videoIndex: video.index, audioIndexes };
    return findStartComplaints({ ...start, pictures: 12 + timeLine.leading }, { ffmpeg: tools.ffmpeg, signal });
  };
  const survey = {
    ffmpeg: tools.ffmpeg,
    streams: surveyedStreams(
      video !== null && takes({ index: video.index, kind: "video", isFirst: true }) ? video : null,
      audio.filter(({ index }, number) => takes({ index, kind: "audio", isFirst: number === 0 })),
    ),
    startSeconds: facts.startSeconds ?? 0,
    forgiven: await complaintsAtStart(),
    startByte,
    signal,
  };
  const damage = await surveyDamage(path, survey);
  if (damage.lookedUntilSeconds === null || explainDamage(damage, facts, "") !== null) return { damage, facts };
  return { damage: await surveyDamage(path, { ...survey, timeoutMs: DAY_MS }), facts };
}

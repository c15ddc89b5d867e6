import {
  askForFields,
  decodedFieldOrder,
  isHdrMetadata,
  mayHaveFields,
  packetsOfStart,
  pairFields,
  rational,
  standardRate,
  toNumber,
  withoutUndecodable,
  type FirstFrames,
  type MediaFacts,
  type Rational,
  type TimeLine,
  type VideoFacts,
} from "@proxx/media";
import type { InspectedSource } from "./inspected-source.ts";

interface Picture {
  facts: MediaFacts;
  video: VideoFacts;
  timeLine: TimeLine;
  opening: InspectedSource["opening"];
  /** Its own parameters exclude fields. */
  framesOnly: boolean;
}

/** Asks the decoder for what the container leaves open, and only then: starting it costs a tenth of a second. */
export async function settlePicture(
  { facts, video, timeLine, opening, framesOnly }: Picture,
  askDecoder: (packets: number) => Promise<FirstFrames>,
): Promise<Pick<InspectedSource, "video" | "timeLine" | "fieldOrder" | "startComplaints">> {
  const openFields = mayHaveFields(video, { framesOnly });
  // AVI counts packets, not times; how many frames the decoder holds back is its own knowledge.
  const openTimes = facts.formatNames.includes("avi");
  // HEVC keeps its mastering metadata within the stream.
  const openMetadata = video.colour.transfer === "smpte2084" || video.colour.transfer === "arib-std-b67";
  const openStart = timeLine.leading > 0 || opening !== null;
  if (!openFields && !openTimes && !openMetadata && !openStart)
    return { video, timeLine, fieldOrder: "progressive", startComplaints: [] };
  const first =
    openTimes || openMetadata || openStart
      ? // Enough to see behind the leading pictures of an open group.
        await askDecoder(packetsOfStart(timeLine))
      : await askForFields(video, askDecoder);
  const hdrMetadata = [...new Set([...video.hdrMetadata, ...first.sideData.filter(isHdrMetadata)])];
  const settled = openTimes
    ? startingAt(timeLine, first.startSeconds)
    : withoutUndecodable(timeLine, openStart ? first.startSeconds : null);
  const fieldOrder = openFields ? decodedFieldOrder(video, first) : "progressive";
  const frames =
    fieldOrder !== "progressive" && first.stepSeconds !== null ? pairFields(settled, first.stepSeconds) : settled;
  return {
    video: { ...video, hdrMetadata, averageRate: frames === settled ? video.averageRate : rateOfFrames(video, frames) },
    timeLine: frames,
    fieldOrder,
    startComplaints: openStart ? first.complaints : [],
  };
}

/** Where fields were counted, the header's rates may be those of fields. */
function rateOfFrames({ averageRate, frameRate }: VideoFacts, { stepSeconds }: TimeLine): VideoFacts["averageRate"] {
  const rates = [averageRate, frameRate].flatMap((rate) =>
    rate === null ? [] : [rate, rational(rate.numerator, rate.denominator * 2)],
  );
  const distance = (rate: Rational) => Math.abs(toNumber(rate) * (stepSeconds ?? 0) - 1);
  return rates.map(standardRate).sort((one, other) => distance(one) - distance(other))[0] ?? null;
}

/**
 * AVI counts packets, not times: the first frame is shown with the packet that makes the decoder give it. Places left empty
 * before that one come before the picture.
 */
function startingAt(timeLine: TimeLine, startSeconds: number | null): TimeLine {
  const { firstSeconds, endSeconds, stepSeconds, times } = timeLine;
  if (startSeconds === null || firstSeconds === null || endSeconds === null) return timeLine;
  const late = startSeconds - firstSeconds;
  const settled = { ...timeLine, firstSeconds: startSeconds, endSeconds: endSeconds + late };
  if (times === null || stepSeconds === null) return settled;
  const heldBack = times.filter((time) => time < late - stepSeconds / 2).length;
  const begin = times[heldBack];
  if (begin === undefined) return settled;
  const step = Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
  const shown = times.slice(heldBack).map((time) => time - begin);
  const after = Array.from({ length: heldBack }, (_, index) => (shown.at(-1) ?? 0) + (index + 1) * step);
  return { ...settled, endSeconds: endSeconds + late - begin + heldBack * step, times: [...shown, ...after] };
}

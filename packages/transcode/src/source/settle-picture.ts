import {
  isHdrMetadata,
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

/** Codecs whose pictures may be coded as fields without the container saying so. */
const MAY_BE_INTERLACED = [
  "mpeg2video",
  "h264",
  "dvvideo",
  "prores",
  "dnxhd",
  "mpeg4",
  "vc1",
  "rawvideo",
  "v210",
  "mjpeg",
  "ffv1",
  "jpeg2000",
];

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
  askDecoder: () => Promise<FirstFrames>,
): Promise<Pick<InspectedSource, "video" | "timeLine" | "fieldOrder" | "startComplaints">> {
  const claimed = video.fieldOrder !== "progressive" && video.fieldOrder !== "unknown";
  const openFields = mayHaveFields(video) && (claimed || !framesOnly);
  const denied = video.fieldOrder === "progressive" && video.codec !== "dvvideo";
  // AVI counts packets, not times; how many frames the decoder holds back is its own knowledge.
  const openTimes = facts.formatNames.includes("avi");
  // HEVC keeps its mastering metadata within the stream.
  const openMetadata = video.colour.transfer === "smpte2084" || video.colour.transfer === "arib-std-b67";
  const openStart = timeLine.leading > 0 || opening !== null;
  if (!openFields && !openTimes && !openMetadata && !openStart)
    return { video, timeLine, fieldOrder: "progressive", startComplaints: [] };
  const first = await askDecoder();
  const hdrMetadata = [...new Set([...video.hdrMetadata, ...first.sideData.filter(isHdrMetadata)])];
  const settled = openTimes
    ? startingAt(timeLine, first.startSeconds)
    : withoutUndecodable(timeLine, openStart ? first.startSeconds : null);
  const interlaced = openFields && (denied ? first.allInterlaced : true) && first.fieldOrder !== "progressive";
  const frames = interlaced && first.stepSeconds !== null ? pairFields(settled, first.stepSeconds) : settled;
  return {
    video: { ...video, hdrMetadata, averageRate: frames === settled ? video.averageRate : rateOfFrames(video, frames) },
    timeLine: frames,
    fieldOrder: interlaced ? first.fieldOrder : "progressive",
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

/** Lines of the pictures that television has in fields. */
const BROADCAST_LINES = [480, 486, 512, 576, 608, 1080, 1088];

/** Whether something smaller than television may be one made small, fields and all: those are coded in pairs of rows of blocks. */
const mayBeMadeSmall = (height: number) => height < 480 && Math.ceil(height / 16) % 2 === 0;

// Containers name the order of fields in ways that contradict each other (QuickTime's 9 and 14), and some say nothing of
// codecs that may be interlaced. DV has no progressive form, whatever a container says of it. Of a picture that may well
// have fields a container's "progressive" is a default as often as it is meant.
function mayHaveFields({ codec, fieldOrder, height, averageRate }: VideoFacts): boolean {
  if (codec === "dvvideo") return true;
  if (fieldOrder !== "progressive" && fieldOrder !== "unknown") return true;
  if (!MAY_BE_INTERLACED.includes(codec)) return false;
  if (fieldOrder === "unknown") return true;
  const rate = averageRate === null ? 0 : toNumber(averageRate);
  return (BROADCAST_LINES.includes(height) || mayBeMadeSmall(height)) && rate > 24.5 && rate < 30.5;
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

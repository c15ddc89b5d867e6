import {
  isHdrMetadata,
  withoutUndecodable,
  type FirstFrames,
  type MediaFacts,
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
}

/** Asks the decoder for what the container leaves open, and only then: starting it costs a tenth of a second. */
export async function settlePicture(
  { facts, video, timeLine, opening }: Picture,
  askDecoder: () => Promise<FirstFrames>,
): Promise<Pick<InspectedSource, "video" | "timeLine" | "fieldOrder" | "startComplaints">> {
  const openFields = mayHaveFields(video);
  // AVI counts packets, not times; how many frames the decoder holds back is its own knowledge.
  const openTimes = facts.formatNames.includes("avi");
  // HEVC keeps its mastering metadata within the stream.
  const openMetadata = video.colour.transfer === "smpte2084" || video.colour.transfer === "arib-std-b67";
  const openStart = timeLine.leading > 0 || opening !== null;
  if (!openFields && !openTimes && !openMetadata && !openStart)
    return { video, timeLine, fieldOrder: "progressive", startComplaints: [] };
  const first = await askDecoder();
  const hdrMetadata = [...new Set([...video.hdrMetadata, ...first.sideData.filter(isHdrMetadata)])];
  return {
    video: { ...video, hdrMetadata },
    timeLine: openTimes
      ? startingAt(timeLine, first.startSeconds)
      : withoutUndecodable(timeLine, openStart ? first.startSeconds : null),
    fieldOrder: openFields ? first.fieldOrder : "progressive",
    startComplaints: openStart ? first.complaints : [],
  };
}

// Containers name the order of fields in ways that contradict each other (QuickTime's 9 and 14), and some say nothing of
// codecs that may be interlaced. DV has no progressive form, whatever a container says of it.
function mayHaveFields(video: VideoFacts): boolean {
  if (video.codec === "dvvideo") return true;
  return video.fieldOrder === "unknown" ? MAY_BE_INTERLACED.includes(video.codec) : video.fieldOrder !== "progressive";
}

function startingAt(timeLine: TimeLine, startSeconds: number | null): TimeLine {
  if (startSeconds === null || timeLine.firstSeconds === null || timeLine.endSeconds === null) return timeLine;
  return {
    ...timeLine,
    firstSeconds: startSeconds,
    endSeconds: timeLine.endSeconds + startSeconds - timeLine.firstSeconds,
  };
}

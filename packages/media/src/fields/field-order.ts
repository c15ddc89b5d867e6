import type { VideoFacts } from "../probe/media-facts.ts";
import type { FirstFrames } from "../probe/probe.ts";
import { toNumber } from "../time/rational.ts";

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

/** Lines of the pictures that television has in fields. */
const BROADCAST_LINES = [480, 486, 512, 576, 608, 1080, 1088];

/** Whether something smaller than television may be one made small, fields and all: those are coded in pairs of rows of blocks. */
const mayBeMadeSmall = (height: number) => height < 480 && Math.ceil(height / 16) % 2 === 0;

/**
 * Whether the decoder is to be asked for fields, which costs a tenth of a second. `framesOnly`: the picture's own
 * parameters exclude them.
 *
 * Containers name the order of fields in ways that contradict each other (QuickTime's 9 and 14), and some say nothing of
 * codecs that may be interlaced. DV has no progressive form, whatever a container says of it. Of a picture that may well
 * have fields a container's "progressive" is a default as often as it is meant.
 */
export function mayHaveFields(
  { codec, fieldOrder, height, averageRate }: VideoFacts,
  { framesOnly }: { framesOnly: boolean },
): boolean {
  const claimed = fieldOrder !== "progressive" && fieldOrder !== "unknown";
  if (codec === "dvvideo" || claimed) return true;
  if (framesOnly || !MAY_BE_INTERLACED.includes(codec)) return false;
  if (fieldOrder === "unknown") return true;
  const rate = averageRate === null ? 0 : toNumber(averageRate);
  return (BROADCAST_LINES.includes(height) || mayBeMadeSmall(height)) && rate > 24.5 && rate < 30.5;
}

/** Enough frames to believe that all of them have fields, and to see their neighbours. */
const PACKETS_TO_SEE = 12;

/**
 * Asks the decoder for fields. Where the container denies them, a single frame without any is answer enough: the first two
 * packets cost half of what twelve do.
 */
export async function askForFields(
  video: VideoFacts,
  askDecoder: (packets: number) => Promise<FirstFrames>,
): Promise<FirstFrames> {
  if (isDenied(video)) {
    const first = await askDecoder(2);
    if (!first.allInterlaced) return first;
  }
  return askDecoder(PACKETS_TO_SEE);
}

const isDenied = ({ codec, fieldOrder }: VideoFacts) => fieldOrder === "progressive" && codec !== "dvvideo";

/** What the decoder says of a picture that may have fields. A container that denies them is believed, unless every frame has them. */
export function decodedFieldOrder(
  video: VideoFacts,
  first: Pick<FirstFrames, "fieldOrder" | "allInterlaced">,
): FirstFrames["fieldOrder"] {
  return isDenied(video) && !first.allInterlaced ? "progressive" : first.fieldOrder;
}

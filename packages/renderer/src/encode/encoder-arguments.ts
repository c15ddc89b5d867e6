import { formatRational, type Rational } from "@proxx/media";
import type { Pace } from "../timeline/frame-runs.ts";

/** One picture to be coded after the other. */
export interface CodedPicture {
  /** The first of a sequence, on which those that follow build. */
  readonly isKey: boolean;
  readonly pace: Pace;
}

export interface EncoderSettings {
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rational;
}

/** Goes into the name of what is coded: raise it when other pictures come of the same settings. */
export const ENCODER_VERSION = 1;

/** What is looked at is coded well; what flies past takes a third of the bytes, and nobody sees that. */
const QUANTISERS: Readonly<Record<Pace, number>> = { still: 18, moving: 22, fleeting: 28 };

/**
 * Pictures of which each decodes after the one before it and none knows what comes later: a constant quantiser, no
 * look-ahead, one thread. The same sequence of them is then the same bytes, whatever it is coded together with. CAVLC, one
 * reference and no weighted prediction make a skipped picture ten bytes that can be written by hand.
 */
export function encoderArguments(settings: EncoderSettings, pictures: readonly CodedPicture[]): string[] {
  const { width, height, frameRate } = settings;
  const plain = "cabac=0:weightp=0:scenecut=0:keyint=infinite:slices=1:sliced-threads=0:stitchable=1:aud=0";
  // Zones are kept within what B pictures would have, of which there are none: four times as coarse is 12 steps.
  const alone = "rc-lookahead=0:sync-lookahead=0:ipratio=1:pbratio=4";
  const zones = zonesOf(pictures);
  return [
    ...["-hide_banner", "-nostats", "-v", "error"],
    ...["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${width}x${height}`, "-r", formatRational(frameRate)],
    ...["-i", "pipe:0", "-an", "-c:v", "libx264", "-preset", "veryfast", "-qp", String(QUANTISERS.still)],
    ...["-bf", "0", "-refs", "1", "-threads", "1"],
    ...["-x264-params", [plain, alone, ...(zones === "" ? [] : [`zones=${zones}`])].join(":")],
    ...["-force_key_frames", keyTimes(pictures, frameRate)],
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
    ...["-f", "h264", "-flush_packets", "1", "pipe:1"],
  ];
}

function keyTimes(pictures: readonly CodedPicture[], { numerator, denominator }: Rational): string {
  // A little early, because a time in decimals may come to lie just behind its frame; some versions round it to one.
  const timeOf = (index: number) => ((Math.max(0, index - 0.25) * denominator) / numerator).toFixed(6);
  return pictures.flatMap(({ isKey }, index) => (isKey ? [timeOf(index)] : [])).join(",");
}

/** Pictures in a row that are coded in another way than still ones. */
function zonesOf(pictures: readonly CodedPicture[]): string {
  const zones: string[] = [];
  for (let from = 0; from < pictures.length;) {
    const pace = pictures[from]?.pace ?? "still";
    let to = from + 1;
    while (pictures[to]?.pace === pace) to++;
    if (pace !== "still") zones.push(`${from},${to - 1},q=${QUANTISERS[pace]}`);
    from = to;
  }
  return zones.join("/");
}

import { formatRational, type Rational } from "@proxx/media";

export interface EncoderSettings {
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rational;
}

/** Goes into the name of what is coded: raise it when other pictures come of the same settings. */
export const ENCODER_VERSION = 4;

/** On slides as good as a constant quantiser of 19, which takes half as much again. */
const QUALITY = 24;

/**
 * Pictures of which each decodes after the one before it and none knows what comes later: no look-ahead, one thread, and a
 * quality from which nothing of what was coded before leads away (`qcomp=1`). The same sequence of them is then the same
 * bytes, whatever it is coded together with. `keys` says which of them begin one.
 */
export function encoderArguments(settings: EncoderSettings, keys: readonly boolean[]): string[] {
  const { width, height, frameRate } = settings;
  const plain = "weightp=0:scenecut=0:keyint=infinite:slices=1:sliced-threads=0:stitchable=1:aud=0";
  const alone = "rc-lookahead=0:sync-lookahead=0:mbtree=0:qcomp=1:ipratio=1";
  return [
    ...["-hide_banner", "-nostats", "-v", "error"],
    ...["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${width}x${height}`, "-r", formatRational(frameRate)],
    ...["-i", "pipe:0", "-an", "-c:v", "libx264", "-preset", "superfast", "-crf", String(QUALITY)],
    ...["-bf", "0", "-refs", "1", "-threads", "1", "-x264-params", `${plain}:${alone}`],
    ...["-force_key_frames", keyTimes(keys, frameRate)],
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
    ...["-f", "h264", "-flush_packets", "1", "pipe:1"],
  ];
}

function keyTimes(keys: readonly boolean[], { numerator, denominator }: Rational): string {
  // A little early, because a time in decimals may come to lie just behind its frame; some versions round it to one.
  const timeOf = (index: number) => ((Math.max(0, index - 0.25) * denominator) / numerator).toFixed(6);
  return keys.flatMap((isKey, index) => (isKey ? [timeOf(index)] : [])).join(",");
}

import type { Loss } from "@proxx/contract";
import {
  canDropFrame,
  convertTimecode,
  existsAt,
  formatTimecode,
  parseTimecode,
  sameRational,
  type Rational,
} from "@proxx/media";
import { describeRate } from "../document/frame-rate.ts";

/** The start label of a proxy at the rate `to`, for that of its source at `from`; rates are null when frames vary. */
export function planTimecode(
  text: string | null,
  from: Rational | null,
  to: Rational | null,
  losses: Loss[],
): string | null {
  if (text === null) return null;
  const lose = (planned: string | null, reason: string) => {
    losses.push({ property: "timecode", from: text, to: planned ?? "none", reason });
    return planned;
  };
  const parsed = parseTimecode(text);
  if (parsed === null) return lose(null, "it is not of the form HH:MM:SS:FF");
  if (to === null) return lose(null, "a timecode counts frames of equal length");
  // ffmpeg would carry the surplus over to another label, and the proxy would start elsewhere than its source.
  if (from !== null && !existsAt(parsed, from))
    return lose(null, `there is no such label at ${describeRate(from)} fps`);
  const rateKept = from === null || sameRational(from, to);
  const dropFrame = parsed.dropFrame && canDropFrame(to);
  const planned = formatTimecode(rateKept ? { ...parsed, dropFrame } : convertTimecode(parsed, from, to));
  if (planned === formatTimecode(parsed)) return planned;
  return lose(
    planned,
    rateKept
      ? `drop-frame does not exist at ${describeRate(to)} fps`
      : `it counts frames at ${describeRate(to)} fps now`,
  );
}

/** `00:01:00,000` for 60,000. */
export function formatCaptionTime(milliseconds: number, decimalMark: "," | "."): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `${clock}${decimalMark}${String(milliseconds % 1000).padStart(3, "0")}`;
}

const TIME = String.raw`(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?`;
/** What WebVTT calls settings and SubRip coordinates may stand behind it. */
const TIMING = new RegExp(String.raw`^\s*${TIME}\s*-->\s*${TIME}(?:\s.*)?$`, "su");

/** The times of a line such as `00:01.5 --> 00:00:02,000 align:left`, in seconds; null of any other line. */
export function readTimingLine(line: string): { start: number; end: number } | null {
  const match = TIMING.exec(line);
  if (match === null) return null;
  const [, ...parts] = match;
  return { start: secondsOf(parts.slice(0, 4)), end: secondsOf(parts.slice(4)) };
}

// In whole milliseconds, so that a time that is read is the very number that was written.
function secondsOf([hours = "0", minutes = "0", seconds = "0", fraction = "0"]: (string | undefined)[]): number {
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000)) / 1000;
}

import { toNumber, type Rational } from "./rational.ts";

export interface Timecode {
  hours: number;
  minutes: number;
  seconds: number;
  frames: number;
  dropFrame: boolean;
}

/** Reads `01:00:00:12` or, with a `;` (or `.`) before the frames, drop-frame `01:00:00;12`. */
export function parseTimecode(text: string): Timecode | null {
  const match = /^(\d{2}):(\d{2}):(\d{2})([:;.])(\d{2,3})$/.exec(text.trim());
  if (!match) return null;
  return {
    hours: Number(match[1]),
    minutes: Number(match[2]),
    seconds: Number(match[3]),
    frames: Number(match[5]),
    dropFrame: match[4] !== ":",
  };
}

export function formatTimecode(timecode: Timecode): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const separator = timecode.dropFrame ? ";" : ":";
  return `${two(timecode.hours)}:${two(timecode.minutes)}:${two(timecode.seconds)}${separator}${two(timecode.frames)}`;
}

/** Drop-frame exists at 29.97 and its multiples only; elsewhere ffmpeg drops the whole timecode without a word. */
export function canDropFrame(rate: Rational): boolean {
  return rate.denominator === 1001 && rate.numerator % 30000 === 0;
}

/** Whether the label exists: frames below the rate, and in drop-frame not one of those that are left out. */
export function existsAt({ hours, minutes, seconds, frames, dropFrame }: Timecode, rate: Rational): boolean {
  const nominal = Math.round(toNumber(rate));
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= nominal) return false;
  return !(dropFrame && canDropFrame(rate) && seconds === 0 && minutes % 10 !== 0 && frames < droppedLabels(nominal));
}

/** The same instant of the clock written at another rate: frames count from 0 to the nominal rate. */
export function convertTimecode(timecode: Timecode, from: Rational, to: Rational): Timecode {
  const nominalFrom = Math.round(toNumber(from));
  const nominalTo = Math.round(toNumber(to));
  const frames = Math.min(Math.floor((timecode.frames * nominalTo) / nominalFrom), nominalTo - 1);
  const converted = { ...timecode, frames, dropFrame: timecode.dropFrame && canDropFrame(to) };
  if (!existsAt(converted, to)) converted.frames = droppedLabels(nominalTo);
  return converted;
}

// Drop-frame leaves out the first labels of every minute but each tenth: 2 at 29.97, 4 at 59.94.
function droppedLabels(nominal: number): number {
  return (nominal / 30) * 2;
}

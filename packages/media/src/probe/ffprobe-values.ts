import type { FfprobeStream } from "./ffprobe-report.ts";
import { parseRational, toNumber } from "../time/rational.ts";

/** MP4 that is written in fragments may leave its length open: all bits of the number are then set. */
export function lengthOf({ duration, time_base }: FfprobeStream): number | null {
  const length = seconds(duration);
  const tick = parseRational(time_base);
  const open = length !== null && tick !== null && Math.round(length / toNumber(tick)) === 2 ** 32 - 1;
  return open ? null : length;
}

// Matroska's tag is the time of the end, not a length.
export function untilTag({ tags, start_time }: FfprobeStream): number | null {
  const end = clockSeconds(tags?.["DURATION"]);
  return end === null ? null : end - (seconds(start_time) ?? 0);
}

/** Matroska's `00:00:04.004000000`. */
function clockSeconds(text: string | undefined): number | null {
  const match = /^(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(text ?? "");
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}

export function known(text: string | undefined): string | null {
  return text === undefined || text === "unknown" || text === "unspecified" || text === "reserved" ? null : text;
}

export function seconds(text: string | undefined): number | null {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) ? value : null;
}

export function integer(text: string | undefined): number | null {
  const value = Number.parseInt(text ?? "", 10);
  return Number.isNaN(value) ? null : value;
}

import { basename } from "node:path";
import type { Writable } from "node:stream";
import { styleText } from "node:util";
import type { JobProgress } from "@proxx/contract";

/** One line at the foot of a terminal: clip, bar, frame, speed, time left. */
export function createProgressBar(terminal: Writable & { columns?: number }) {
  let shown = false;
  const clear = () => {
    if (shown) terminal.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    /** For log lines, which scroll above the bar. */
    writeAbove: (line: string) => {
      clear();
      terminal.write(line);
    },
    show: (progress: JobProgress) => {
      const line = describe(progress, terminal.columns ?? 80, terminal);
      if (line === null) return clear();
      terminal.write(`\r${line}\u001b[K`);
      shown = true;
    },
  };
}

function describe(progress: JobProgress, columns: number, stream: Writable): string | null {
  if (progress.type !== "clip-progress" && progress.type !== "clip-verifying") return null;
  const place = `${progress.clip + 1}/${progress.totalClips} ${shorten(basename(progress.sourcePath), 28)}`;
  if (progress.type === "clip-verifying") return `${place} ${styleText("cyan", "verifying…", { stream })}`;
  const figures = [
    progress.fraction === null ? "" : `${String(Math.floor(progress.fraction * 100)).padStart(3)} %`,
    progress.frame === null
      ? ""
      : `frame ${progress.frame}${progress.totalFrames === null ? "" : `/${progress.totalFrames}`}`,
    progress.speed === null ? "" : `${progress.speed.toFixed(1)}x`,
    progress.etaSeconds === null ? "" : `${formatSeconds(progress.etaSeconds)} left`,
  ].filter((text) => text !== "");
  const text = figures.join("  ");
  const room = Math.min(30, columns - place.length - text.length - 4);
  if (room < 5 || progress.fraction === null) return `${place}  ${text}`.slice(0, columns - 1);
  const filled = Math.round(room * progress.fraction);
  const bar =
    styleText("cyan", "█".repeat(filled), { stream }) + styleText("gray", "░".repeat(room - filled), { stream });
  return `${place} ${bar} ${text}`;
}

/** `1:02:03`, `2:03` or `3 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 9)}…${text.slice(-8)}`;
}

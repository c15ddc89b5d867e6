/** One block of `ffmpeg -progress`. */
export interface FfmpegProgress {
  frame: number | null;
  fps: number | null;
  /** Seconds of output written. */
  outTimeSeconds: number | null;
  /** Times real time. */
  speed: number | null;
  totalSizeBytes: number | null;
  duplicatedFrames: number;
  droppedFrames: number;
  ended: boolean;
}

/** Feeds on `key=value` lines and calls back at the end of each block. */
export function createProgressParser(onProgress: (progress: FfmpegProgress) => void): (line: string) => void {
  let block = new Map<string, string>();
  return (line) => {
    const equals = line.indexOf("=");
    if (equals < 1) return;
    const key = line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    block.set(key, value);
    if (key !== "progress") return;
    onProgress({
      frame: numberOf(block.get("frame")),
      fps: numberOf(block.get("fps")),
      outTimeSeconds: outTimeOf(block),
      speed: numberOf(block.get("speed")?.replace(/x$/, "")),
      totalSizeBytes: numberOf(block.get("total_size")),
      duplicatedFrames: numberOf(block.get("dup_frames")) ?? 0,
      droppedFrames: numberOf(block.get("drop_frames")) ?? 0,
      ended: value === "end",
    });
    block = new Map();
  };
}

function outTimeOf(block: ReadonlyMap<string, string>): number | null {
  // `out_time_ms` is in microseconds too, for the sake of old scripts; `out_time_us` says what it is.
  const microseconds = numberOf(block.get("out_time_us"));
  // AV_NOPTS_VALUE, the smallest 64-bit integer: nothing was written yet.
  if (microseconds === null || microseconds < -9e18) return null;
  // B-frames begin a little before zero.
  return Math.max(0, microseconds / 1_000_000);
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined || text === "" || text === "N/A") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

import { ProxxError, type VerificationRow } from "@proxx/contract";
import { createProgressActivity, runTool, toNumber, toolFailure, verifyMedia, type MediaTools } from "@proxx/media";
import type { Timeline } from "@proxx/renderer";

/** How loud the sound is to be: LUFS, and dBTP. */
export interface PromisedSound {
  readonly lufs: number;
  readonly tolerance: number;
  readonly truePeak: number;
}

export interface CheckOptions {
  readonly timeline: Timeline;
  readonly chapters: number;
  /** Null where nothing was said of it. */
  readonly promised: PromisedSound | null;
  readonly tools: MediaTools;
  readonly signal?: AbortSignal | undefined;
}

/** Every promise of a movie as a row, kept or not. All of it is decoded. */
export async function checkMovie(path: string, options: CheckOptions): Promise<VerificationRow[]> {
  const { timeline, chapters, promised, tools, signal } = options;
  const { frames, frameRate, width, height } = timeline;
  const seconds = frames / toNumber(frameRate);
  const [rows, sound] = await Promise.all([
    verifyMedia(
      path,
      {
        codec: "h264",
        pixelFormat: "yuv420p",
        width,
        height,
        frames,
        rate: frameRate,
        startSeconds: 0,
        durationSeconds: seconds,
        fieldOrder: "progressive",
        colour: { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" },
        chapters,
      },
      { ffprobe: tools.ffprobe, level: "full", signal },
    ),
    listenTo(path, tools, signal),
  ]);
  const off = Math.abs(sound.seconds - seconds);
  const length = row("sound_length", `${seconds.toFixed(3)} s ± 0.050`, `${sound.seconds.toFixed(3)} s`, off <= 0.05);
  if (promised === null) return [...rows, length];
  const within = Math.abs(sound.lufs - promised.lufs) <= promised.tolerance;
  return [
    ...rows,
    length,
    row("loudness", `${promised.lufs} LUFS ± ${promised.tolerance}`, `${sound.lufs.toFixed(1)} LUFS`, within),
    row(
      "true_peak",
      `at most ${promised.truePeak} dBTP`,
      `${sound.truePeak.toFixed(1)} dBTP`,
      sound.truePeak <= promised.truePeak,
    ),
  ];
}

/** Throws where a promise is broken: such a movie gets no name. */
export function requireKept(rows: readonly VerificationRow[]): void {
  const broken = rows.filter(({ pass }) => !pass);
  if (broken.length === 0) return;
  const said = broken.map(({ check, expected, found }) => `${check}: expected ${expected}, found ${found}`).join("; ");
  throw new ProxxError("tool_failed", `The movie is not what was promised: ${said}.`, {
    hint: "Run it again; if it stays so, report it with the script.",
  });
}

/** The loudness of what a listener gets (EBU R128), and how long it is. */
async function listenTo(path: string, { ffmpeg }: MediaTools, signal: AbortSignal | undefined) {
  const said = new Map<string, number>();
  let seconds = 0;
  const run = await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-i", `file:${path}`, "-map", "0:a:0", "-progress", "pipe:1"],
      ...["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"],
    ],
    signal,
    stallMs: 300_000,
    isActivity: createProgressActivity(),
    onStdoutLine: (line) => {
      const [, time] = /^out_time_us=(\d+)$/.exec(line) ?? [];
      if (time !== undefined) seconds = Number(time) / 1e6;
    },
    onStderrLine: (line) => {
      const [, name, value] = /^\s*(I|Peak):\s+(\S+) (?:LUFS|dBFS)$/.exec(line) ?? [];
      if (name !== undefined) said.set(name, value === "-inf" ? -Infinity : Number(value));
    },
  });
  if (run.exitCode !== 0 || run.endedBy !== null) {
    throw toolFailure(run, {
      tool: "ffmpeg",
      doing: "listening to the movie",
      hint: "`proxx doctor` shows whether this ffmpeg has what is needed (ebur128).",
    });
  }
  return { seconds, lufs: said.get("I") ?? -Infinity, truePeak: said.get("Peak") ?? Infinity };
}

function row(check: string, expected: string, found: string, pass: boolean): VerificationRow {
  return { check, expected, found, pass };
}

import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

export interface ProbedStream {
  index: number;
  codec_type: string;
  codec_name?: string;
  codec_tag_string?: string;
  profile?: string;
  width?: number;
  height?: number;
  pix_fmt?: string;
  sample_aspect_ratio?: string;
  display_aspect_ratio?: string;
  field_order?: string;
  color_range?: string;
  color_space?: string;
  color_transfer?: string;
  color_primaries?: string;
  r_frame_rate?: string;
  avg_frame_rate?: string;
  start_time?: string;
  duration?: string;
  nb_frames?: string;
  nb_read_frames?: string;
  sample_rate?: string;
  channels?: number;
  channel_layout?: string;
  bits_per_raw_sample?: string;
  disposition?: Record<string, number>;
  tags?: Record<string, string>;
  side_data_list?: { side_data_type?: string; rotation?: number }[];
}

export interface ProbedFrame {
  stream_index: number;
  pts_time?: string;
  interlaced_frame?: number;
  top_field_first?: number;
  key_frame?: number;
}

export interface ProbedFile {
  streams: ProbedStream[];
  format: { format_name: string; duration?: string; start_time?: string; tags?: Record<string, string> };
  chapters: { start_time: string; end_time: string; tags?: Record<string, string> }[];
  /** Of the picture. */
  frames: ProbedFrame[];
  soundFrames: ProbedFrame[];
  /** The first picture, with its frames counted by decoding. */
  video: ProbedStream;
  audio: ProbedStream[];
  /** Start timecode, wherever the container keeps it. */
  timecode: string | undefined;
}

const answers = new Map<string, ProbedFile>();

/**
 * What the machine's ffprobe says of a file: asked by the tests themselves, past everything of the product, and once of a file
 * that stays as it is.
 */
export function askFfprobe(path: string): ProbedFile {
  const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  const key = `${path} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  const answer = answers.get(key) ?? ask(path);
  answers.set(key, answer);
  return answer;
}

function ask(path: string): ProbedFile {
  const frames = "frame=stream_index,pts_time,interlaced_frame,top_field_first,key_frame";
  const args = [
    "-v",
    "error",
    "-count_frames",
    "-show_streams",
    "-show_format",
    "-show_chapters",
    "-show_entries",
    frames,
  ];
  const run = spawnSync("ffprobe", [...args, "-of", "json", `file:${path}`], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0 || run.stderr !== "") throw new Error(`ffprobe ${path}: ${run.stderr}`);
  const report = JSON.parse(run.stdout) as Omit<ProbedFile, "video" | "audio" | "soundFrames" | "timecode">;
  const video = report.streams.find(
    (stream) => stream.codec_type === "video" && stream.disposition?.["attached_pic"] !== 1,
  );
  if (video === undefined) throw new Error(`${path} has no picture`);
  return {
    ...report,
    frames: report.frames.filter((frame) => frame.stream_index === video.index),
    soundFrames: report.frames.filter((frame) => frame.stream_index !== video.index),
    video,
    audio: report.streams.filter((stream) => stream.codec_type === "audio"),
    timecode: [...report.streams.map(({ tags }) => tags), report.format.tags]
      .flatMap((tags) => Object.entries(tags ?? {}))
      .find(([key]) => key.toLowerCase() === "timecode")?.[1],
  };
}

/** The bytes of decoded pictures as `rgb24` (or another format), all frames one after the other. */
export function decodePixels(
  path: string,
  options: { filter?: string; pixelFormat?: string; frames?: number } = {},
): Buffer {
  const run = spawnSync(
    "ffmpeg",
    [
      ...["-hide_banner", "-nostdin", "-v", "error", "-i", `file:${path}`, "-map", "0:V:0"],
      ...(options.filter === undefined ? [] : ["-vf", options.filter]),
      ...(options.frames === undefined ? [] : ["-frames:v", String(options.frames)]),
      ...["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", options.pixelFormat ?? "rgb24", "-"],
    ],
    { maxBuffer: 512 * 1024 * 1024 },
  );
  if (run.status !== 0) throw new Error(`ffmpeg cannot decode ${path}: ${run.stderr.toString()}`);
  return run.stdout;
}

/** The samples of the first track, its channels interleaved, from where the picture begins. */
export function decodeSound(path: string, sampleRate = 48000): Int16Array {
  const run = spawnSync(
    "ffmpeg",
    [
      ...["-hide_banner", "-nostdin", "-v", "error", "-i", `file:${path}`, "-map", "0:a:0"],
      ...["-af", `aresample=${sampleRate}:async=1:first_pts=0`, "-f", "s16le", "-"],
    ],
    { maxBuffer: 512 * 1024 * 1024 },
  );
  if (run.status !== 0) throw new Error(`ffmpeg cannot decode ${path}: ${run.stderr.toString()}`);
  return new Int16Array(new Uint8Array(run.stdout).buffer);
}

/** Pictures as `decodePixels` has them and samples as `decodeSound` has them, by one process; without a rate no sound. */
export function decodeFilm(
  path: string,
  { filter, sampleRate }: { filter: string; sampleRate: number | null },
): { pixels: Buffer; samples: Int16Array } {
  const sound =
    sampleRate === null
      ? []
      : ["-map", "0:a:0", "-af", `aresample=${sampleRate}:async=1:first_pts=0`, "-f", "s16le", "pipe:3"];
  const run = spawnSync(
    "ffmpeg",
    [
      ...["-hide_banner", "-nostdin", "-v", "error", "-i", `file:${path}`, "-map", "0:V:0", "-vf", filter],
      ...["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1", ...sound],
    ],
    { maxBuffer: 512 * 1024 * 1024, stdio: ["ignore", "pipe", "pipe", "pipe"] },
  );
  if (run.status !== 0) throw new Error(`ffmpeg cannot decode ${path}: ${run.stderr.toString()}`);
  const heard = run.output[3] ?? Buffer.alloc(0);
  return { pixels: run.stdout, samples: new Int16Array(new Uint8Array(heard).buffer) };
}

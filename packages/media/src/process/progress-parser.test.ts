import { expect, test } from "vitest";
import { createProgressParser, type FfmpegProgress } from "./progress-parser.ts";

function blocksOf(text: string): FfmpegProgress[] {
  const blocks: FfmpegProgress[] = [];
  const parse = createProgressParser((progress) => blocks.push(progress));
  for (const line of text.split("\n")) parse(line);
  return blocks;
}

// ffmpeg 5.1.9, `-progress pipe:1`, H.264 into a file: at its start, under way, at its end.
const PICTURE = `frame=1
fps=0.00
stream_0_0_q=0.0
bitrate=N/A
total_size=48
out_time_us=0
out_time_ms=0
out_time=00:00:00.000000
dup_frames=0
drop_frames=0
speed=N/A
progress=continue
frame=56
fps=55.90
stream_0_0_q=28.0
bitrate=   1.6kbits/s
total_size=48
out_time_us=240078
out_time_ms=240078
out_time=00:00:00.240078
dup_frames=3
drop_frames=1
speed=2.24x
progress=continue
frame=75
fps=0.00
stream_0_0_q=-1.0
bitrate= 766.1kbits/s
total_size=275788
out_time_us=2880078
out_time_ms=2880078
out_time=00:00:02.880078
dup_frames=0
drop_frames=0
speed=8.27x
progress=end`;

test("a picture's progress is read block by block, the last one being the end", () => {
  const common = { duplicatedFrames: 0, droppedFrames: 0 };
  expect(blocksOf(PICTURE)).toEqual([
    { ...common, frame: 1, fps: 0, outTimeSeconds: 0, speed: null, totalSizeBytes: 48, ended: false },
    {
      frame: 56,
      fps: 55.9,
      outTimeSeconds: 0.240078,
      speed: 2.24,
      totalSizeBytes: 48,
      duplicatedFrames: 3,
      droppedFrames: 1,
      ended: false,
    },
    { ...common, frame: 75, fps: 0, outTimeSeconds: 2.880078, speed: 8.27, totalSizeBytes: 275788, ended: true },
  ]);
});

// The same build, sound only into `-f null`: no frames, no size, and a speed with an exponent.
const SOUND = `bitrate=N/A
total_size=N/A
out_time_us=1000000
out_time_ms=1000000
out_time=00:00:01.000000
dup_frames=0
drop_frames=0
speed=2.34e+03x
progress=end`;

test("sound has no frames, and what is N/A is null", () => {
  expect(blocksOf(SOUND)).toEqual([
    {
      frame: null,
      fps: null,
      outTimeSeconds: 1,
      speed: 2340,
      totalSizeBytes: null,
      duplicatedFrames: 0,
      droppedFrames: 0,
      ended: true,
    },
  ]);
});

test("a speed is read with the space ffmpeg pads it with", () => {
  expect(blocksOf("speed= 260x\nprogress=continue")[0]?.speed).toBe(260);
});

test("`out_time_ms` is in microseconds and is not read", () => {
  expect(blocksOf("out_time_ms=2880078\nprogress=continue")[0]?.outTimeSeconds).toBeNull();
});

// Before the first packet ffmpeg 6 writes N/A, earlier ones AV_NOPTS_VALUE; B-frames begin a little before zero.
test.each([
  ["N/A", null],
  ["-9223372036854775808", null],
  ["-9223372036854775807", null],
  ["-80000", 0],
])("out_time_us=%s is %s", (written, seconds) => {
  expect(blocksOf(`out_time_us=${written}\nprogress=continue`)[0]?.outTimeSeconds).toBe(seconds);
});

test("a block knows nothing of the one before", () => {
  expect(blocksOf("frame=10\nprogress=continue\nfps=5\nprogress=continue").map(({ frame }) => frame)).toEqual([
    10,
    null,
  ]);
});

test("a block that is cut off is not reported", () => {
  expect(blocksOf("frame=10\nfps=25\nspeed=1x")).toEqual([]);
});

test("lines that are no `key=value` are passed over", () => {
  expect(blocksOf("[libx264 @ 0x1] using cpu capabilities\n=\n=5\n\nframe=2\nprogress=continue")).toMatchObject([
    { frame: 2 },
  ]);
});

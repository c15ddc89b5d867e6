import { rational, safeInputArguments } from "@proxx/media";
import { expect, test } from "vitest";
import { audioTrack, inspectedSource, planOf } from "../../test/inspected-source.ts";
import type { ClipPlan } from "./clip-plan.ts";
import { buildFfmpegArguments } from "./ffmpeg-arguments.ts";

const HEAD = [
  "-hide_banner",
  "-nostats",
  "-loglevel",
  "level+warning",
  "-progress",
  "pipe:1",
  "-stats_period",
  "0.5",
  "-xerror",
];

const BT709 = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

function argumentsOf(plan: ClipPlan, outputPath: string): string[] {
  return buildFfmpegArguments(plan, { sourcePath: "/media/clip.mov", outputPath });
}

test("a small H.264 proxy is these arguments", () => {
  const source = inspectedSource({ facts: { timecode: "01:00:00:00", reel: "A001", chapters: 2 } });
  const { plan, problems } = planOf(source, { codec: "h264", container: "mp4", proxy_profile: "proxy_h264_low" });
  expect(problems).toEqual([]);
  expect(argumentsOf(plan, "/proxies/.clip.partial.mp4")).toEqual([
    ...HEAD,
    ...["-reinit_filter:v", "0", "-threads", "8", ...safeInputArguments("/media/clip.mov")],
    ...["-map", "0:0", "-map", "0:1", "-sn", "-dn", "-map_metadata", "0", "-map_chapters", "0"],
    ...["-filter:v", `scale=960:540:flags=bicubic+accurate_rnd+bitexact,format=yuv420p,setsar=1/1,${BT709}`],
    ...["-c:v", "libx264", "-profile:v", "high", "-preset", "fast", "-crf", "23", "-bf", "0", "-g", "25"],
    ...["-pix_fmt", "yuv420p", "-threads:v", "8", "-fps_mode", "passthrough", "-enc_time_base:v", "1/25"],
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"],
    ...["-c:a:0", "aac", "-ar:a:0", "48000", "-b:a:0", "192k"],
    ...["-metadata", "timecode=", "-metadata:s:v:0", "timecode=", "-timecode", "01:00:00:00"],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart"],
    ...["-max_muxing_queue_size", "4096", "-f", "mp4", "-y", "file:/proxies/.clip.partial.mp4"],
  ]);
});

test("half of an interlaced transport stream as ProRes is these arguments", () => {
  const source = inspectedSource({
    video: {
      codec: "mpeg2video",
      frameRate: rational(50),
      colour: { primaries: null, transfer: null, matrix: null, range: "tv" },
    },
    facts: { formatNames: ["mpegts"], startSeconds: 1.4, timecode: "10:00:00:00", reel: "TAPE 7" },
    audio: [
      audioTrack({ index: 3, codec: "mp2", pcmBits: null, startSeconds: 1.4, endSeconds: null }),
      audioTrack({ index: 4, startSeconds: 1.48 }),
    ],
    timeLine: { firstSeconds: 1.48, endSeconds: 3.48 },
    fieldOrder: "tt",
  });
  const { plan, problems } = planOf(source, { resolution: "half" });
  expect(problems).toEqual([]);
  expect(argumentsOf(plan, "/proxies/.clip.partial.mov")).toEqual([
    ...HEAD,
    ...["-itsoffset", "-0.080000", "-reinit_filter:v", "0", "-threads", "4", ...safeInputArguments("/media/clip.mov")],
    ...["-map", "0:0", "-map", "0:3", "-map", "0:4", "-sn", "-dn", "-map_metadata", "0", "-map_chapters", "-1"],
    ...[
      "-filter:v",
      // Untagged HD is taken for BT.709, and its half would be taken for BT.601.
      `settb=1/25,setpts=N,fps=25/1,scale=960:540:flags=bicubic+accurate_rnd+bitexact:interl=1,format=yuv422p10le,setsar=1/1,${BT709}`,
    ],
    ...["-c:v", "prores_ks", "-profile:v", "0", "-vendor", "apl0", "-flags:v", "+ildct"],
    ...[
      "-pix_fmt",
      "yuv422p10le",
      "-threads:v",
      "4",
      "-fps_mode",
      "passthrough",
      "-enc_time_base:v",
      "1/25",
      "-color_primaries",
      "bt709",
      "-color_trc",
      "bt709",
      "-colorspace",
      "bt709",
      "-color_range",
      "tv",
    ],
    ...[
      "-c:a:0",
      "pcm_s24le",
      "-ar:a:0",
      "48000",
      "-filter:a:0",
      "atrim=start=0",
      "-c:a:1",
      "pcm_s16le",
      "-ar:a:1",
      "48000",
    ],
    ...[
      "-metadata",
      "timecode=",
      "-metadata:s:v:0",
      "timecode=",
      "-timecode",
      "10:00:00:00",
      "-metadata:s:v:0",
      "reel_name=TAPE 7",
    ],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"],
    ...["-max_muxing_queue_size", "4096", "-f", "mov", "-y", "file:/proxies/.clip.partial.mov"],
  ]);
});

test("a picture that passes as it is is told its colours, and nothing else is done to it", () => {
  const { plan } = planOf(inspectedSource({ video: { pixelFormat: "yuv422p10le" }, audio: [] }));
  const args = argumentsOf(plan, "/proxies/a.mov");
  expect(args[args.indexOf("-filter:v") + 1]).toBe(BT709);
});

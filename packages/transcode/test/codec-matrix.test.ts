import { CODECS, legalContainers, type Codec, type Container } from "@proxx/contract";
import { makeClip, testPicture } from "@proxx/testing";
import { covering } from "@proxx/testing/rows";
import { PROFILES } from "@proxx/transcode";
import { describe, expect, test } from "vitest";
import { makeProxy } from "./make-proxy.ts";

const FRAMES = 6;

/** A quarter of a second as a camera writes it: timecode, reel name, stereo PCM, tagged BT.709. */
function cameraClip(size: string): string {
  return makeClip("camera.mov", [
    ...[...testPicture({ size, seconds: FRAMES / 25 }), ...["-f", "lavfi", "-i", `sine=r=48000:d=${FRAMES / 25}`]],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", "-ac", "2"],
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"],
    ...["-timecode", "01:00:00:10", "-metadata:s:v:0", "reel_name=A001C002"],
  ]);
}

const PICTURES: Readonly<
  Record<Codec, { codec: string; profile: string | undefined; pixels: string; tag: string | null }>
> = {
  prores_proxy: { codec: "prores", profile: "Proxy", pixels: "yuv422p10le", tag: "apco" },
  prores_lt: { codec: "prores", profile: "LT", pixels: "yuv422p10le", tag: "apcs" },
  prores_422: { codec: "prores", profile: "Standard", pixels: "yuv422p10le", tag: "apcn" },
  prores_hq: { codec: "prores", profile: "HQ", pixels: "yuv422p10le", tag: "apch" },
  prores_4444: { codec: "prores", profile: "4444", pixels: "yuv444p12le", tag: "ap4h" },
  prores_4444xq: { codec: "prores", profile: "XQ", pixels: "yuv444p12le", tag: "ap4x" },
  dnxhr_lb: { codec: "dnxhd", profile: "DNXHR LB", pixels: "yuv422p", tag: "AVdh" },
  dnxhr_sq: { codec: "dnxhd", profile: "DNXHR SQ", pixels: "yuv422p", tag: "AVdh" },
  dnxhr_hq: { codec: "dnxhd", profile: "DNXHR HQ", pixels: "yuv422p", tag: "AVdh" },
  dnxhr_hqx: { codec: "dnxhd", profile: "DNXHR HQX", pixels: "yuv422p10le", tag: "AVdh" },
  dnxhr_444: { codec: "dnxhd", profile: "DNXHR 444", pixels: "yuv444p10le", tag: "AVdh" },
  dnxhd: { codec: "dnxhd", profile: "DNXHD", pixels: "yuv422p", tag: null },
  h264: { codec: "h264", profile: "High", pixels: "yuv420p", tag: "avc1" },
  h265: { codec: "hevc", profile: "Main", pixels: "yuv420p", tag: "hvc1" },
  vp9: { codec: "vp9", profile: "Profile 0", pixels: "yuv420p", tag: null },
  av1: { codec: "av1", profile: "Main", pixels: "yuv420p", tag: "av01" },
};

function soundOf(codec: Codec, container: Container): string {
  if (container === "webm") return "opus";
  if (container === "mp4") return "aac";
  return "pcm_s16le";
}

async function expectEncodes(codec: Codec, container: Container, profile: string): Promise<void> {
  const size = codec === "dnxhd" ? "1920x1080" : "320x192";
  const divisor = { half: 2, quarter: 4, same: 1 }[PROFILES.find(({ name }) => name === profile)?.resolution ?? "same"];
  const [width = 0, height = 0] = size.split("x").map((side) => Number(side) / divisor);
  const { probed, losses } = await makeProxy(cameraClip(size), { codec, container, proxy_profile: profile });
  const picture = PICTURES[codec];
  expect(probed.video).toMatchObject({
    codec_name: picture.codec,
    pix_fmt: picture.pixels,
    width,
    height,
    ...(picture.profile === undefined ? {} : { profile: picture.profile }),
    ...(picture.tag === null || !["mov", "mp4"].includes(container) ? {} : { codec_tag_string: picture.tag }),
    nb_read_frames: String(FRAMES),
    r_frame_rate: "25/1",
    avg_frame_rate: "25/1",
  });
  expect(probed.timecode).toBe("01:00:00:10");
  expect(probed.audio).toMatchObject([{ codec_name: soundOf(codec, container), sample_rate: "48000", channels: 2 }]);
  if (container === "mov") expect(probed.streams.map(({ tags }) => tags?.["reel_name"])).toContain("A001C002");
  else expect(losses["reel"]).toMatchObject({ from: "A001C002", to: "none" });
  for (const tag of ["color_primaries", "color_transfer", "color_space"] as const) {
    expect(probed.video[tag] ?? losses[`colour_${tag}`]?.to).toBe("bt709");
  }
}

describe("the standard profile", () => {
  const pairs = CODECS.flatMap((codec) => legalContainers(codec).map((container) => [codec, container] as const));
  test.each(covering(pairs, 0, 1))("encodes %s in %s", async (codec, container) => {
    await expectEncodes(codec, container, "standard");
  });
});

describe("a named profile", () => {
  const pairs = PROFILES.flatMap(({ name, engine, codec, containers }) =>
    codec === null || engine !== "ffmpeg"
      ? []
      : (containers ?? legalContainers(codec)).map((container) => [name, codec, container] as const),
  );
  test.each(covering(pairs, 1))("%s encodes %s in %s", async (profile, codec, container) => {
    await expectEncodes(codec, container, profile);
  });
});

import { decodePixels, makeClip, pictureClip, testPicture } from "@proxx/testing";
import { covering, first, inTurn } from "@proxx/testing/rows";
import type { Codec, Container } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { makeProxy } from "../make-proxy.ts";

const PAIRS: readonly (readonly [Codec, Container])[] = [
  ["prores_proxy", "mov"],
  ["prores_4444", "mkv"],
  ["h264", "mp4"],
  ["h265", "mov"],
  ["vp9", "webm"],
  ["av1", "mp4"],
  ["dnxhr_hqx", "mxf"],
  ["dnxhr_lb", "mov"],
];

describe("colour tags", () => {
  // Tags as the encoder's options name them, and as ffprobe reports them.
  const TAGS = {
    "BT.709": [["bt709", "bt709", "bt709"]],
    "BT.601 for 525 lines": [["smpte170m", "smpte170m", "smpte170m"]],
    "BT.601 for 625 lines": [
      ["bt470bg", "gamma28", "bt470bg"],
      ["bt470bg", "bt470bg", "bt470bg"],
    ],
    "PQ in BT.2020": [["bt2020", "smpte2084", "bt2020nc"]],
    "HLG in BT.2020": [["bt2020", "arib-std-b67", "bt2020nc"]],
    sRGB: [["bt709", "iec61966-2-1", "bt709"]],
  } as const;
  // The same numbers have one name only in MXF.
  const MXF_NAMES: Record<string, string> = { "transfer smpte170m": "bt709", "matrix smpte170m": "bt470bg" };

  test.each(Object.entries(TAGS).map(([name, tags], index) => [name, tags, inTurn(2, PAIRS, index)] as const))(
    "of %s are carried by every codec, or their loss is told",
    async (name, [options, reported = options], pairs) => {
      const [primaries, transfer, matrix] = options;
      const source = pictureClip(`tagged-${name.replaceAll(/\W/g, "")}.mov`, { seconds: 0.12 }, [
        ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-color_range", "tv"],
        ...["-color_primaries", primaries, "-color_trc", transfer, "-colorspace", matrix],
      ]);
      for (const [codec, container] of pairs) {
        const { probed, losses } = await makeProxy(source, { codec, container });
        const { video } = probed;
        const found = { primaries: video.color_primaries, transfer: video.color_transfer, matrix: video.color_space };
        for (const [index, tag] of (["primaries", "transfer", "matrix"] as const).entries()) {
          const wanted = reported[index] ?? "";
          const told = losses[`colour_${tag}`];
          if (told?.to === "bt709") expect(found[tag]).toBe("bt709");
          else if (told) expect(told).toMatchObject({ from: wanted, to: "none" });
          else
            expect(`${codec} ${found[tag]}`).toBe(
              `${codec} ${(container === "mxf" && MXF_NAMES[`${tag} ${wanted}`]) || wanted}`,
            );
        }
        const converted = losses["colour_matrix"]?.to === "bt709" && codec.startsWith("dnx") ? 1 : 0;
        expect(Object.keys(losses).filter((property) => property.startsWith("colour_")).length).toBeLessThanOrEqual(
          converted + (container === "mxf" ? 1 : 0),
        );
      }
    },
  );

  test("a range without other tags is no reason to fail, though x264 writes none of it", async () => {
    const source = pictureClip("range.mov", { seconds: 0.12 }, ["-c:v", "prores_ks"]);
    const { probed } = await makeProxy(source, { codec: "h264", container: "mp4" });
    expect(probed.video.color_range ?? "tv").toBe("tv");
  });

  test("a matrix without other tags reaches every codec but DNxHR, whose own header says BT.709", async () => {
    const source = pictureClip("camera.mov", { seconds: 0.12 }, ["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"]);
    for (const [codec, container, matrix] of first(3, [
      ["dnxhr_lb", "mov", "bt709"],
      ["dnxhr_lb", "mxf", "bt709"],
      ["h264", "mp4", "bt470bg"],
      ["prores_proxy", "mov", "bt470bg"],
    ] as const)) {
      const { found, losses } = await makeProxy(source, { codec, container });
      expect(found["colour_matrix"]).toBe(matrix);
      expect(losses["colour_matrix"]?.to).toBe(matrix === "bt709" ? "bt709" : undefined);
    }
  });
});

/** The colour of the first pixel, read by the matrix that the file is tagged with. */
function firstPixel(path: string, { alpha = false, matrix = "bt709" } = {}): number[] {
  const pixels = decodePixels(path, {
    filter: `scale=in_color_matrix=${matrix}`,
    frames: 1,
    pixelFormat: alpha ? "rgba" : "rgb24",
  });
  return [...pixels.subarray(0, alpha ? 4 : 3)];
}

function near(expected: readonly number[], found: readonly number[], tolerance = 8): void {
  for (const [index, value] of expected.entries())
    expect(Math.abs(value - (found[index] ?? 0))).toBeLessThanOrEqual(tolerance);
}

const flat = (fileName: string, colour: string, args: readonly string[]) =>
  makeClip(fileName, ["-f", "lavfi", "-i", `color=${colour}:s=320x180:r=25:d=0.12,format=yuva444p`, ...args]);

describe("samples", () => {
  test("of the full range become limited, and look the same", async () => {
    const source = flat("full.mov", "c=0x20c040", [
      ...[
        "-vf",
        "scale=out_range=full:out_color_matrix=bt709",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuvj420p",
        "-color_range",
        "pc",
      ],
      ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"],
    ]);
    for (const [codec, container] of first(2, covering(PAIRS, 1))) {
      const { path, found, losses } = await makeProxy(source, { codec, container });
      expect(found).toMatchObject({ colour_range: "tv", colour_matrix: "bt709" });
      expect(losses["colour_range"]).toMatchObject({ from: "full", to: "limited" });
      near([0x20, 0xc0, 0x40], firstPixel(path));
    }
  });

  const RGB = [
    ["png.mov", ["-c:v", "png", "-pix_fmt", "rgb24"]],
    ["qtrle.mov", ["-c:v", "qtrle", "-pix_fmt", "rgb24"]],
    ["huffyuv.mkv", ["-c:v", "ffvhuff", "-pix_fmt", "rgb24"]],
    ["ffv1.mkv", ["-c:v", "ffv1", "-pix_fmt", "gbrp10le"]],
  ] as const;
  const WAYS = [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
    ["dnxhr_lb", "mxf"],
  ] as const;
  test.each(RGB.map(([fileName, encoder], index) => [fileName, encoder, inTurn(1, WAYS, index)] as const))(
    "of RGB (%s) are tagged BT.709 and look the same",
    async (fileName, encoder, ways) => {
      for (const colour of first(1, ["0x20c040", "red"])) {
        const source = flat(fileName, `c=${colour}`, encoder);
        for (const [codec, container] of ways) {
          const { path, found, losses } = await makeProxy(source, { codec, container });
          expect(found).toMatchObject({
            colour_range: "tv",
            colour_matrix: "bt709",
            colour_primaries: "bt709",
            colour_transfer: "bt709",
          });
          expect(losses["colour_model"]).toMatchObject({ to: "Y'CbCr" });
          near(colour === "red" ? [255, 0, 0] : [0x20, 0xc0, 0x40], firstPixel(path));
        }
      }
    },
  );
});

describe("few colours", () => {
  const FEW = [
    ["palette.avi", ["-c:v", "rawvideo", "-pix_fmt", "pal8"]],
    ["555.mov", ["-c:v", "qtrle", "-pix_fmt", "rgb555be"]],
    ["555.avi", ["-c:v", "rawvideo", "-pix_fmt", "rgb555le"]],
    ["565.nut", ["-c:v", "rawvideo", "-pix_fmt", "rgb565le"]],
    ["palette.mov", ["-c:v", "png", "-pix_fmt", "pal8"]],
  ] as const;
  const WAYS = [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
  ] as const;
  test.each(first(4, FEW).map(([fileName, encoder], index) => [fileName, encoder, inTurn(1, WAYS, index)] as const))(
    "(%s) become BT.709, as they are tagged",
    async (fileName, encoder, ways) => {
      // One of the 256 colours that a picture is reduced to.
      const source = flat(fileName, "c=0x24b655", encoder);
      for (const [codec, container] of ways) {
        const { path, found } = await makeProxy(source, { codec, container });
        expect(found["colour_matrix"]).toBe("bt709");
        near([0x24, 0xb6, 0x55], firstPixel(path), 6);
      }
    },
  );

  test("that are all opaque lose no alpha", async () => {
    const { losses } = await makeProxy(flat("palette.avi", "c=red", ["-c:v", "rawvideo", "-pix_fmt", "pal8"]));
    expect(losses["alpha"]).toBeUndefined();
  });
});

describe("tags that contradict the picture", () => {
  test("of WebM win over what the decoder of VP8 always says", async () => {
    const source = flat("vp8.webm", "c=red", [
      ...["-c:v", "libvpx", "-pix_fmt", "yuv420p", "-color_primaries", "bt709", "-color_trc", "bt709"],
      ...["-colorspace", "bt709", "-color_range", "tv"],
    ]);
    const { probed } = await makeProxy(source);
    expect(probed.video).toMatchObject({ color_space: "bt709", color_primaries: "bt709" });
  });

  const WAYS = [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
    ["vp9", "webm"],
  ] as const;
  test.each(first(2, WAYS))(
    "with the matrix of RGB on Y'CbCr are what players take it for, in %s in %s",
    async (codec, container) => {
      const source = flat("gbr.mov", "c=red", [
        ...["-vf", "scale=out_color_matrix=bt601,format=yuv420p", "-c:v", "libx264", "-preset", "ultrafast"],
        ...["-bsf:v", "h264_metadata=matrix_coefficients=0"],
      ]);
      const { path, found, losses } = await makeProxy(source, { codec, container });
      expect(losses["colour_matrix"]).toMatchObject({ from: "gbr", to: "smpte170m" });
      expect(found["colour_matrix"]).toBe("smpte170m");
      near([255, 0, 0], firstPixel(path, { matrix: "smpte170m" }));
    },
  );
});

describe("samples without a tag", () => {
  const untagged = (size: string, matrix: string) =>
    makeClip(`untagged-${size}.mov`, [
      ...["-f", "lavfi", "-i", `color=c=0x20c040:s=${size}:r=25:d=0.12,format=rgb24`],
      ...["-vf", `scale=out_color_matrix=${matrix},format=yuv420p,setparams=colorspace=unknown`],
      ...["-c:v", "libx264", "-preset", "ultrafast"],
    ]);

  test.each([
    ["h264", "mp4"],
    ["prores_proxy", "mov"],
    ["dnxhr_lb", "mov"],
  ] as const)("of HD stay BT.709 when they are halved for %s in %s", async (codec, container) => {
    const { found, path, losses } = await makeProxy(untagged("1280x720", "bt709"), {
      codec,
      container,
      resolution: "half",
    });
    if (!codec.startsWith("dnx")) {
      expect(found["colour_matrix"]).toBe("bt709");
      expect(losses["colour_assumed"]).toMatchObject({ to: "bt709" });
    }
    near([0x20, 0xc0, 0x40], firstPixel(path, { matrix: "bt709" }));
  });

  test.each([
    ["dnxhr_lb", "mov"],
    ["dnxhr_hqx", "mov"],
    ["dnxhr_lb", "mxf"],
  ] as const)("of SD become BT.709 in %s in %s, whose header means it", async (codec, container) => {
    const { path, found, losses } = await makeProxy(untagged("640x360", "bt601"), { codec, container });
    expect(found).toMatchObject({ colour_matrix: "bt709", colour_primaries: "smpte170m" });
    expect(losses["colour_assumed"]).toMatchObject({ to: "smpte170m" });
    expect(losses["colour_matrix"]).toMatchObject({ from: "smpte170m", to: "bt709" });
    near([0x20, 0xc0, 0x40], firstPixel(path, { matrix: "bt709" }), 4);
  });

  test("take primaries and curve along with the matrix", async () => {
    const { found, losses } = await makeProxy(untagged("1280x720", "bt709"), { resolution: "half" });
    expect(found).toMatchObject({ colour_primaries: "bt709", colour_transfer: "bt709", colour_matrix: "bt709" });
    expect(losses["colour_assumed"]).toMatchObject({ from: "no primaries, transfer, matrix named", to: "bt709" });
  });

  test("stay without one where players assume the same of the proxy", async () => {
    const { probed, losses } = await makeProxy(untagged("640x360", "bt601"));
    expect(probed.video.color_space).toBeUndefined();
    expect(losses["colour_assumed"]).toBeUndefined();
  });
});

describe("alpha", () => {
  const sheer = () =>
    flat("sheer.mov", "c=red@0.5", [
      "-c:v",
      "prores_ks",
      "-profile:v",
      "4",
      "-pix_fmt",
      "yuva444p10le",
      "-alpha_bits",
      "16",
    ]);

  const SIZES = ["same", "half"];
  test.each([
    ["prores_4444", inTurn(1, SIZES, 0)],
    ["prores_4444xq", inTurn(1, SIZES, 1)],
  ] as const)("stays in %s", async (codec, sizes) => {
    for (const resolution of sizes) {
      const { path, found, losses } = await makeProxy(sheer(), { codec, resolution });
      expect(found["pixel_format"]).toBe("yuva444p12le");
      expect(losses["alpha"]).toBeUndefined();
      expect(firstPixel(path, { alpha: true })[3]).toBe(127);
    }
  });

  test.each([
    ["h264", "mp4"],
    ["prores_hq", "mov"],
    ["dnxhr_444", "mov"],
  ] as const)("is lost in %s, and that is told", async (codec, container) => {
    const { losses } = await makeProxy(sheer(), { codec, container });
    expect(losses["alpha"]).toMatchObject({ to: "none" });
  });

  test("beside VP9, which ffmpeg does not decode, is told as lost", async () => {
    const source = flat("web.webm", "c=red@0.5", ["-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"]);
    const { losses } = await makeProxy(source, { codec: "prores_4444" });
    expect(losses["alpha"]).toMatchObject({ from: "vp9 beside the picture", to: "none" });
  });
});

test("HDR mastering metadata within HEVC is told as lost, and the tags stay", async () => {
  const parameters = [
    ...[
      "log-level=none",
      "hdr10=1",
      "repeat-headers=1",
      "colorprim=bt2020",
      "transfer=smpte2084",
      "colormatrix=bt2020nc",
    ],
    ...["master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)", "max-cll=1000,400"],
  ];
  const source = makeClip("hdr.mp4", [
    ...[
      ...testPicture({ size: "320x180", seconds: 0.2 }),
      "-c:v",
      "libx265",
      "-pix_fmt",
      "yuv420p10le",
      "-x265-params",
      parameters.join(":"),
    ],
  ]);
  const { found, clip } = await makeProxy(source, { codec: "prores_hq" });
  expect(found).toMatchObject({
    colour_transfer: "smpte2084",
    colour_primaries: "bt2020",
    colour_matrix: "bt2020nc",
  });
  const told = clip.losses.filter(({ property }) => property === "hdr_metadata").map(({ from }) => from);
  expect(told).toEqual(["Mastering display metadata", "Content light level metadata"]);
});

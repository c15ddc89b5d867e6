import { decodePixels, makeClip, pictureClip, QUICK_H264 } from "@proxx/testing";
import { first, inTurn } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeProxy, refusalOf } from "../make-proxy.ts";

describe("odd sides", () => {
  const odd = () =>
    makeClip("odd.mov", [
      "-f",
      "lavfi",
      "-i",
      "testsrc=s=853x481:r=25:d=0.2",
      "-c:v",
      "libx264",
      "-pix_fmt",
      "yuv444p",
    ]);

  test("are rounded down to what the codec holds, and that is told", async () => {
    const { found, losses } = await makeProxy(odd(), { codec: "h264", container: "mp4" });
    expect(found["picture_size"]).toBe("852x480");
    expect(losses["picture_size"]).toMatchObject({ from: "853x481", to: "852x480" });
  });

  test.each([
    ["prores_proxy", "mov", "852x481"],
    ["prores_4444", "mov", "853x481"],
    ["dnxhr_444", "mov", "853x481"],
    ["vp9", "webm", "852x480"],
  ] as const)("stay in %s as far as it holds them", async (codec, container, size) => {
    const { found } = await makeProxy(odd(), { codec, container });
    expect(found["picture_size"]).toBe(size);
  });

  test("do not come about by halving", async () => {
    const source = pictureClip("half.mov", { size: "1282x722", seconds: 0.1 });
    for (const codec of ["prores_4444", "h264"] as const) {
      const { found } = await makeProxy(source, { codec, resolution: "half" });
      expect(found["picture_size"]).toBe("640x360");
    }
    const { found } = await makeProxy(odd(), { resolution: "quarter" });
    expect(found["picture_size"]).toBe("212x120");
  });
});

test("a size in pixels is a box that the picture fits into", async () => {
  const source = pictureClip("wide.mov", { size: "640x360", seconds: 0.1 });
  for (const [resolution, size] of [
    ["320x320", "320x180"],
    ["1280x1280", "1280x720"],
  ] as const) {
    const { found } = await makeProxy(source, { resolution });
    expect(found["picture_size"]).toBe(size);
  }
});

test("a size too small for the codec is refused", async () => {
  const source = pictureClip("small.mov", { seconds: 0.1 });
  const issues = await refusalOf(source, { codec: "dnxhr_lb", resolution: "quarter" });
  expect(issues).toMatchObject([{ path: "$.resolution", code: "picture_too_small" }]);
});

describe("a phone's clip with a rotation flag", () => {
  // Red above, blue below, then laid on its side by the flag alone.
  const rotated = (degrees: string, extension: string) => {
    const upright = makeClip("upright.mp4", [
      ...["-f", "lavfi", "-i", "color=red:s=320x96:r=25:d=0.2", "-f", "lavfi", "-i", "color=blue:s=320x96:r=25:d=0.2"],
      ...["-filter_complex", "vstack", ...QUICK_H264],
    ]);
    return makeClip(`rotated-${degrees}.${extension}`, [
      "-i",
      upright,
      "-c",
      "copy",
      "-metadata:s:v:0",
      `rotate=${degrees}`,
    ]);
  };
  // Where red lies once the picture is turned: ffmpeg 5.1 writes this tag as counter-clockwise.
  const RED = { "90": "left", "180": "bottom", "270": "right" } as const;

  test.each(["90", "180", "270"] as const)("by %s degrees becomes upright", async (degrees) => {
    for (const [extension, codec, container] of first(1, [
      ["mp4", "prores_proxy", "mov"],
      ["mov", "h264", "mkv"],
    ] as const)) {
      const { path, probed, losses } = await makeProxy(rotated(degrees, extension), {
        codec,
        container,
        resolution: "half",
      });
      const [width, height] = degrees === "180" ? [160, 96] : [96, 160];
      expect(probed.video).toMatchObject({ width, height });
      expect(probed.video.side_data_list ?? []).not.toContainEqual(
        expect.objectContaining({ rotation: expect.any(Number) }),
      );
      expect(losses["rotation"]).toMatchObject({ to: "upright picture" });
      const at = { right: "iw-8:ih/2", left: "0:ih/2", bottom: "iw/2:ih-8" }[RED[degrees]];
      const [red = 0, , blue = 0] = decodePixels(path, { filter: `crop=8:8:${at}`, frames: 1 });
      expect(red).toBeGreaterThan(200);
      expect(blue).toBeLessThan(50);
    }
  });
});

describe("pixels that are not square", () => {
  const SOURCES = [
    ["HDV, halved", "720x540", "4/3", { same: [720, 540, "4:3"], half: [360, 270, "4:3"], box: [640, 360, "1:1"] }],
    ["PAL", "720x576", "16/15", { same: [720, 576, "16:15"], half: [360, 288, "16:15"], box: [480, 360, "1:1"] }],
    ["NTSC", "720x480", "8/9", { same: [720, 480, "8:9"], half: [360, 240, "8:9"], box: [480, 360, "1:1"] }],
  ] as const;
  const clip = (name: string, size: string, aspect: string) =>
    pictureClip(`${name}.mov`, { size, seconds: 0.08 }, ["-vf", `setsar=${aspect}`, ...QUICK_H264]);

  const SHAPES = SOURCES.map(([name, size, aspect, { same, half, box }], index) => {
    const sizes = [["same", same] as const, ["half", half] as const, ["640x360", box] as const];
    return [name, size, aspect, inTurn(2, sizes, index)] as const;
  });
  test.each(SHAPES)("keep their shape (%s)", async (name, size, aspect, sizes) => {
    const source = clip(name, size, aspect);
    for (const [resolution, [width, height, sar]] of sizes) {
      for (const [codec, container] of first(1, [
        ["h264", "mp4"],
        ["prores_proxy", "mov"],
      ] as const)) {
        const { probed, losses } = await makeProxy(source, { codec, container, resolution });
        expect(probed.video).toMatchObject({ width, height, sample_aspect_ratio: sar });
        expect(losses["pixel_aspect"]?.to).toBe(sar === "1:1" ? "1/1" : undefined);
      }
    }
  });

  test.each(["mkv", "webm"] as const)("are told in %s", async (container) => {
    const { probed } = await makeProxy(clip("PAL", "720x576", "16/15"), { codec: "vp9", container });
    expect(probed.video.sample_aspect_ratio).toBe("16:15");
  });

  const WEB = [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
    ["dnxhr_lb", "mov"],
    ["h265", "mp4"],
  ] as const;
  test.each(first(2, WEB))("keep numbers over 100, as web clips have them, in %s in %s", async (codec, container) => {
    const source = pictureClip("web.mov", { size: "640x360", seconds: 0.08 }, [
      ...["-vf", "setsar=1280/1281:max=10000", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"],
    ]);
    const { probed } = await makeProxy(source, { codec, container, resolution: "half" });
    expect(probed.video.sample_aspect_ratio).toBe("1280:1281");
  });

  test("are refused for DNxHR in mxf, where ffmpeg does not tell them, unless a size makes them square", async () => {
    const source = clip("HDV, halved", "720x540", "4/3");
    const issues = await refusalOf(source, { codec: "dnxhr_lb", container: "mxf" });
    expect(issues).toMatchObject([{ path: "$.resolution", code: "pixel_aspect_unsupported" }]);
    const { probed } = await makeProxy(source, { codec: "dnxhr_lb", container: "mxf", resolution: "960x540" });
    expect(probed.video).toMatchObject({ width: 960, height: 540, sample_aspect_ratio: "1:1" });
  });
});

describe("ten bits of 4:2:2", () => {
  const ten = () => pictureClip("ten.mov", {}, ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv422p10le"]);

  test.each([
    ["prores_proxy", "mov", "yuv422p10le", []],
    ["prores_4444", "mov", "yuv444p12le", []],
    ["dnxhr_hqx", "mxf", "yuv422p10le", ["colour_assumed", "colour_matrix"]],
    ["dnxhr_sq", "mxf", "yuv422p", ["bit_depth", "colour_assumed", "colour_matrix"]],
    ["h264", "mp4", "yuv420p", ["bit_depth", "chroma"]],
    ["h265", "mp4", "yuv420p10le", ["chroma"]],
    ["av1", "mkv", "yuv420p10le", ["chroma"]],
    ["vp9", "webm", "yuv420p", ["bit_depth", "chroma"]],
  ] as const)("become what %s holds", async (codec, container, pixels, lost) => {
    const made = await makeProxy(ten(), { codec, container });
    expect(made.found["pixel_format"]).toBe(pixels);
    expect(Object.keys(made.losses).sort()).toEqual(lost);
    if (codec === "h264") expect(made.probed.video.profile).toBe("High");
    if (codec === "h265") expect(made.probed.video.profile).toBe("Main 10");
  });

  test("become eight by the small H.265 profile", async () => {
    const { probed, losses } = await makeProxy(ten(), {
      codec: "h265",
      container: "mp4",
      proxy_profile: "proxy_h265_low",
    });
    expect(probed.video).toMatchObject({ pix_fmt: "yuv420p", profile: "Main" });
    expect(losses["bit_depth"]).toMatchObject({ from: "10 bit", to: "8 bit" });
  });
});

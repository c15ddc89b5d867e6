import { join } from "node:path";
import { decodePixels, fieldCodedClip, interlacedClip, patchedCopy, temporaryFolder } from "@proxx/testing";
import { inTurn } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeProxy, refusalOf } from "../make-proxy.ts";

const SOURCES = {
  "H.264 in mov": (order: "tff" | "bff") =>
    interlacedClip(`h264-${order}.mov`, order, ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-x264opts", order]),
  "MPEG-2 in ts": (order: "tff" | "bff") =>
    interlacedClip(`mpeg2-${order}.ts`, order, [
      "-c:v",
      "mpeg2video",
      "-q:v",
      "2",
      "-top",
      order === "tff" ? "1" : "0",
    ]),
  "ProRes in mov": (order: "tff" | "bff") => interlacedClip(`prores-${order}.mov`, order, ["-c:v", "prores_ks"]),
};

const PROXIES = [
  { codec: "prores_proxy", container: "mov", resolution: "same" },
  { codec: "prores_proxy", container: "mov", resolution: "half" },
  { codec: "h264", container: "mp4", resolution: "same" },
  { codec: "h264", container: "mkv", resolution: "half" },
] as const;

/** The fields one after the other, as grey pictures of 160x90. */
function fieldsOf(path: string): Buffer[] {
  const pixels = decodePixels(path, { filter: "separatefields,scale=160:90", pixelFormat: "gray" });
  const size = 160 * 90;
  return Array.from({ length: pixels.length / size }, (_, index) => pixels.subarray(index * size, (index + 1) * size));
}

function difference(a: Buffer, b: Buffer): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return sum / a.length;
}

const fieldsOfSources = new Map<string, Buffer[]>();

/** How far the proxy's fields are from the source's at the same moment, and from those half a frame later. */
function fieldDistances(source: string, proxy: string): { same: number; next: number } {
  const before = fieldsOfSources.get(source) ?? fieldsOf(source);
  fieldsOfSources.set(source, before);
  const after = fieldsOf(proxy);
  expect(after).toHaveLength(before.length);
  const mean = (shift: number) => {
    const pairs = after
      .slice(0, after.length - shift)
      .map((field, index) => difference(field, before[index + shift] ?? field));
    return pairs.reduce((sum, each) => sum + each, 0) / pairs.length;
  };
  return { same: mean(0), next: mean(1) };
}

describe.each(Object.entries(SOURCES).map(([name, clip], index) => ({ name, clip, index })))(
  "$name",
  ({ clip, index }) => {
    describe.each(["tff", "bff"] as const)("%s", (order) => {
      const proxies = order === "tff" ? PROXIES : PROXIES.filter(({ resolution }) => resolution === "half");
      test.each(inTurn(proxies.length / 2, proxies, index))(
        "stays interlaced and unblended as $codec in $container at $resolution size",
        async (fields) => {
          const source = clip(order);
          const { path, probed } = await makeProxy(source, fields);
          for (const frame of probed.frames) {
            expect(frame).toMatchObject({ interlaced_frame: 1, top_field_first: order === "tff" ? 1 : 0 });
          }
          expect(probed.video).toMatchObject({ nb_read_frames: "10", r_frame_rate: "25/1" });
          const { same, next } = fieldDistances(source, path);
          expect(same).toBeLessThan(next / 2);
        },
      );
    });
  },
);

test("DNxHD carries bottom field first as well", async () => {
  const encoder = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
    "-x264opts",
    "bff",
    "-frames:v",
    "3",
  ];
  const { probed } = await makeProxy(interlacedClip("hd.mov", "bff", encoder, "1920x1080"), {
    codec: "dnxhd",
    container: "mxf",
  });
  expect(probed.frames[0]).toMatchObject({ interlaced_frame: 1, top_field_first: 0 });
});

test.each([
  ["h265", "mp4"],
  ["vp9", "webm"],
  ["av1", "mkv"],
  ["dnxhr_sq", "mov"],
] as const)("%s, which has no fields, is refused and not blended", async (codec, container) => {
  const issues = await refusalOf(SOURCES["H.264 in mov"]("tff"), { codec, container });
  expect(issues).toMatchObject([
    { path: "$.codec", code: "interlaced_unsupported", hint: expect.stringContaining("ProRes") },
  ]);
});

test("another frame rate is refused and not blended", async () => {
  const issues = await refusalOf(SOURCES["H.264 in mov"]("tff"), { fps_mode: "force_24" });
  expect(issues).toMatchObject([{ path: "$.fps_mode", code: "interlaced_rate" }]);
});

test("DV, whose container calls it progressive, is interlaced as the decoder says", async () => {
  const source = interlacedClip("dv.mov", "bff", ["-c:v", "dvvideo", "-pix_fmt", "yuv420p"], "720x576");
  const { probed } = await makeProxy(source);
  expect(probed.frames[0]).toMatchObject({ interlaced_frame: 1, top_field_first: 0 });
});

describe("fields that are packets of their own, as AVCHD has them", () => {
  test.each([
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
  ] as const)("become frames of two in %s", async (codec, container) => {
    const source = fieldCodedClip("avchd.ts");
    const { probed } = await makeProxy(source, { codec, container });
    expect(probed.video).toMatchObject({ nb_read_frames: "25", r_frame_rate: "25/1" });
    expect(probed.frames[0]).toMatchObject({ interlaced_frame: 1, top_field_first: 1 });
    expect(Number(probed.video.duration)).toBeCloseTo(1);
  });

  test("keep the last one where the clock of the stream rounds them", async () => {
    const { probed } = await makeProxy(fieldCodedClip("avchd.ts", { frames: 31, fieldRate: [60000, 1001] }));
    expect(probed.video).toMatchObject({ nb_read_frames: "31", r_frame_rate: "30000/1001" });
  });
});

test.each(["prores_proxy", "h264"] as const)("fields that the container denies stay fields in %s", async (codec) => {
  const encoder = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-x264opts", "tff"];
  const coded = interlacedClip("coded.mkv", "tff", encoder, "720x576");
  // Matroska's flag: 1 is interlaced, 2 is progressive.
  const source = patchedCopy(coded, join(temporaryFolder(), "denied.mkv"), "\x9a\x81\x01\x9d", "\x9a\x81\x02\x9d");
  const { probed } = await makeProxy(source, { codec });
  for (const frame of probed.frames) expect(frame).toMatchObject({ interlaced_frame: 1, top_field_first: 1 });
});

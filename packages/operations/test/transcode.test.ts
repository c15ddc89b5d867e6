import { askFfprobe, cutCopy, everydayClip, makeClip, temporaryFolder, testPicture, QUICK_H264 } from "@proxx/testing";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTranscode } from "../src/transcode/transcode.ts";
import { resources, runOperation } from "./run-operation.ts";

const operation = createTranscode(resources);
const issuesOf = async (params: object) =>
  await operation.check?.(
    { profile: "standard", ...params },
    { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] },
  );

test("a film becomes another codec, with its frames, its sound and its timecode", async () => {
  const heard: number[] = [];
  const { path, files } = await runOperation(
    operation,
    { video: everydayClip(), codec: "prores_proxy" },
    { folder: temporaryFolder(), progress: (current, total) => heard.push(current / total) },
  );
  expect(files).toMatchObject([{ kind: "video", mediaType: "video/quicktime" }]);
  const made = askFfprobe(path);
  expect(made.video).toMatchObject({ codec_name: "prores", profile: "Proxy", width: 640, nb_read_frames: "50" });
  expect(made.audio).toHaveLength(1);
  expect(made.timecode).toBe("01:00:00:00");
  expect(heard.at(-1)).toBe(1);
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
});

test.for([
  [{ profile: "proxy_h264_low" }, "video/mp4", { codec_name: "h264", width: 160, height: 90 }],
  [{ codec: "vp9" }, "video/webm", { codec_name: "vp9", width: 320 }],
  [{ codec: "h265", container: "mkv", resolution: "quarter" }, "video/x-matroska", { codec_name: "hevc", width: 80 }],
  [
    { codec: "dnxhr_lb", container: "mxf", fpsMode: "force_24" },
    "application/mxf",
    { codec_name: "dnxhd", r_frame_rate: "24/1" },
  ],
] as const)("%j gives %s", async ([params, mediaType, found]) => {
  const source = makeClip("short.mp4", [...testPicture({ size: "320x180", seconds: 0.4 }), ...QUICK_H264]);
  const { path, files } = await runOperation(operation, { video: source, ...params }, { folder: temporaryFolder() });
  expect(files[0]?.mediaType).toBe(mediaType);
  expect(askFfprobe(path).video).toMatchObject(found);
});

describe("beforehand", () => {
  test.for([
    [{ codec: "h264", container: "webm" }, "$.container", "illegal_pair"],
    [{ codec: "h246" }, "$.codec", "invalid_value"],
    [{ profile: "proxy_h264_lwo" }, "$.profile", "unknown_profile"],
    [{ profile: "proxy_h264_low", codec: "vp9" }, "$.profile", "profile_mismatch"],
    [{ fpsMode: "force_0" }, "$.fpsMode", "invalid_value"],
    [{ resolution: "4x4" }, "$.resolution", "invalid_value"],
    [{ profile: "proxy_prores_hq_resolve" }, "$.profile", "unsupported_profile"],
  ] as const)("%j is an issue at %s", async ([params, path, code]) => {
    expect(await issuesOf(params)).toContainEqual(expect.objectContaining({ path, code }));
  });

  test("what is right has no issue", async () => {
    expect(await issuesOf({})).toEqual([]);
    expect(await issuesOf({ profile: "proxy_dnxhd_36" })).toEqual([]);
    expect(
      await issuesOf({ codec: "hevc", container: "mp4", resolution: "1280x720", fpsMode: "force_23_976" }),
    ).toEqual([]);
  });
});

test("a source that breaks off is refused, and nothing is made of it", async () => {
  const folder = temporaryFolder();
  const whole = makeClip("fragile.mp4", [
    ...testPicture({ size: "320x180", seconds: 1 }),
    ...QUICK_H264,
    "-movflags",
    "+faststart",
  ]);
  const half = cutCopy(whole, join(folder, "half.mp4"), 0.5);
  await expect(runOperation(operation, { video: half, codec: "prores_lt" }, { folder })).rejects.toMatchObject({
    code: "media_unsupported",
    message: expect.stringContaining("not whole"),
  });
});

test("a source that is damaged fails for that, with how much of it and where, and not for the tool", async () => {
  const folder = temporaryFolder();
  const bytes = readFileSync(makeClip("broken.mp4", [...testPicture({ size: "320x180", seconds: 1 }), ...QUICK_H264]));
  const at = bytes.indexOf("mdat") + 4000;
  bytes.fill(0x5a, at, at + 3000);
  const path = join(folder, "broken.mp4");
  writeFileSync(path, bytes);
  await expect(runOperation(operation, { video: path, codec: "prores_lt" }, { folder })).rejects.toMatchObject({
    code: "source_damaged",
    message: expect.stringMatching(
      /The source is damaged\. \d+ of 25 frames of picture do not decode whole, the first at/,
    ),
    hint: expect.stringContaining("Mend the source"),
  });
});

test("is stopped from outside", async () => {
  const controller = new AbortController();
  const long = makeClip("long.mp4", [...testPicture({ size: "640x360", seconds: 20 }), ...QUICK_H264]);
  const running = runOperation(
    operation,
    { video: long, codec: "h265" },
    { folder: temporaryFolder(), signal: controller.signal, progress: () => controller.abort() },
  );
  await expect(running).rejects.toMatchObject({ code: "aborted" });
});

import type { MediaTools } from "@proxx/media";
import { expect, test } from "vitest";
import { inspectedSource } from "../../test/inspected-source.ts";
import { findReader } from "./find-reader.ts";

const tools: MediaTools = {
  ffmpeg: "ffmpeg",
  ffprobe: "ffprobe",
  version: "5.1",
  encoders: new Set(),
  decodable: new Set(["h264", "prores_raw"]),
};

function readerOf({ codec = "h264", codecTag = "avc1", unknownVideo = null as string | null } = {}) {
  const { facts } = inspectedSource({ video: { codec, codecTag }, facts: { unknownVideo } });
  const read = unknownVideo === null ? facts : { ...facts, video: null };
  return findReader("/media/clip.mov", read, { tools, rawExtension: false, encryption: null });
}

test("what ffmpeg decodes, it reads", () => {
  expect(readerOf()).toBeNull();
});

test.each([
  [{ codec: "prores_raw", codecTag: "aprn" }, "ProRes RAW"],
  [{ unknownVideo: "unknown (aprh)" }, "ProRes RAW"],
  [{ codec: "redcode" }, "this ffmpeg has no decoder for redcode"],
  [{ unknownVideo: "none (xyz1)" }, "its picture, none (xyz1), is unknown to ffmpeg"],
])("%j is for Resolve", (picture, why) => {
  expect(readerOf(picture)).toEqual({ why });
});

test.each([
  [{ codec: "vvc", codecTag: "vvc1" }, "VVC (H.266)"],
  [{ unknownVideo: "unknown (vvi1)" }, "VVC (H.266)"],
  [{ unknownVideo: "none (dav1)" }, "AV1 with Dolby Vision"],
])("%j is for nobody, Resolve included", (picture, name) => {
  expect(readerOf(picture)).toMatchObject({
    code: "source_codec_unreadable",
    message: expect.stringContaining(name),
    hint: expect.stringContaining("newer"),
  });
});

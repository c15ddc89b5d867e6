import { expect, test } from "vitest";
import { readMediaOutput } from "./read-media-output.ts";

const file = (url: string, mediaType: string | null = null) => ({ kind: "url", url, mediaType });

test.each([
  ["an address", "https://cdn.test/a.mp4", [file("https://cdn.test/a.mp4")]],
  [
    "a list",
    ["https://cdn.test/a.png", "https://cdn.test/b.png"],
    [file("https://cdn.test/a.png"), file("https://cdn.test/b.png")],
  ],
  ["an object that holds one", { video: { url: "https://cdn.test/a.mp4" }, seed: 7 }, [file("https://cdn.test/a.mp4")]],
  [
    "objects that name their type",
    { images: [{ url: "https://cdn.test/a", content_type: "image/webp" }, { url: "https://cdn.test/b" }] },
    [file("https://cdn.test/a", "image/webp"), file("https://cdn.test/b")],
  ],
  [
    "nothing else that is said",
    { prompt: "a cat", logs: ["https:", "see ftp://cdn.test/a"], count: 3, none: null },
    [],
  ],
])("the files in an output are those of %s", (_what, output, files) => {
  expect(readMediaOutput(output)).toEqual(files);
});

test.each([
  ["data:audio/mpeg;base64,c291bmQ=", undefined, "audio/mpeg"],
  ["data:audio/L16;rate=24000;base64,c291bmQ=", undefined, "audio/L16"],
  ["data:;base64,c291bmQ=", "audio/wav", "audio/wav"],
  ["data:;base64,c291bmQ=", undefined, "application/octet-stream"],
])("bytes come as they are: %s", (url, type, mediaType) => {
  expect(readMediaOutput({ url, content_type: type })).toEqual([
    { kind: "bytes", data: new TextEncoder().encode("sound"), mediaType },
  ]);
});

test("bytes that are none are no file", () => {
  expect(readMediaOutput(["data:audio/mpeg;base64,", "data:audio/mpeg,sound"])).toEqual([]);
});

test("an output without end is looked through so far", () => {
  const address = "https://cdn.test/a.mp4";
  const nested = (depth: number): unknown => (depth === 0 ? address : [nested(depth - 1)]);
  expect(readMediaOutput(nested(6))).toEqual([file(address)]);
  expect(readMediaOutput(nested(7))).toEqual([]);
  expect(readMediaOutput(nested(5000))).toEqual([]);
  expect(readMediaOutput(Array.from({ length: 100 }, () => address))).toHaveLength(64);
});

import { expect, test } from "vitest";
import { encodeSound } from "./encode-sound.ts";

test("what is AAC already is taken as it is", async () => {
  const keepPart = () => Promise.reject(new Error("nothing is to be encoded"));
  const { signal } = new AbortController();
  const options = { ffmpeg: "ffmpeg", toolVersion: "7", keepPart, signal };
  expect(await encodeSound("/movies/sound.m4a", options)).toBe("/movies/sound.m4a");
  await expect(encodeSound(import.meta.filename, options)).rejects.toThrow("nothing is to be encoded");
});

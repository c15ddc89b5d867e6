import { expect, test } from "vitest";
import { picture } from "../../test/graph-of.ts";
import { renderTarget, soundEncoding } from "./render-target.ts";
import { subtitleArguments } from "./subtitle-tracks.ts";

test.each([
  { what: "sound alone", shown: null, extension: "wav", codec: "pcm_s16le", sound: "pcm_s16le" },
  { what: "a still", shown: picture({ still: true }), extension: "png", codec: "png", sound: "pcm_s16le" },
  { what: "a film", shown: picture(), extension: "mp4", codec: "h264", sound: "aac" },
  { what: "a film with alpha", shown: picture({ alpha: true }), extension: "mov", codec: "prores", sound: "pcm_s16le" },
])("$what becomes $extension", ({ shown, extension, codec, sound }) => {
  expect(renderTarget(shown)).toMatchObject({ extension, codec, soundCodec: sound });
});

test("a still keeps its alpha", () => {
  expect(renderTarget(picture({ still: true, alpha: true })).arguments).toContain("rgba");
  expect(renderTarget(picture({ still: true })).arguments).toContain("rgb24");
});

test("only AAC is given a bit rate", () => {
  expect(soundEncoding(renderTarget(picture()))).toEqual(["-c:a", "aac", "-b:a", "192k", "-flags:a", "+bitexact"]);
  expect(soundEncoding(renderTarget(null))).toEqual(["-c:a", "pcm_s16le", "-flags:a", "+bitexact"]);
});

test("subtitle tracks are named by the three letters of their language", () => {
  const track = (language: string | null) => ({ language, text: "" });
  expect(subtitleArguments([], 3)).toEqual([]);
  expect(subtitleArguments(["en", "de-CH", null, "fil", "xx"].map(track), 3)).toEqual([
    ...["-map", "3:0", "-map", "4:0", "-map", "5:0", "-map", "6:0", "-map", "7:0", "-c:s", "mov_text"],
    ...["-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=deu"],
    ...["-metadata:s:s:3", "language=fil", "-metadata:s:s:4", "language=und"],
  ]);
});

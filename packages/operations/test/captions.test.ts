import type { OperationOutput } from "@proxx/contract";
import { readSubRip } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { asComposition } from "@proxx/composition";
import { createAddSubtitles, createCaptions } from "../src/subtitles/subtitles.ts";
import { blackClip, inkOf, runsOf } from "./caption-ink.ts";
import { decoded } from "@proxx/testing/decoded";
import { resources, runOperation } from "./run-operation.ts";

const captions = createCaptions(resources);

const WORDS = ["One", "two", "three", "four", "five", "six"].map((word, index) => ({
  word,
  start: index * 0.32,
  end: index * 0.32 + 0.2,
}));

async function captioned(params: Record<string, unknown>) {
  return await runOperation(captions, params, { folder: temporaryFolder(), mayDefer: true });
}

function besidesOf({ deferred }: OperationOutput): string {
  return asComposition(deferred).besides.findLast(({ extension }) => extension === "srt")?.text ?? "";
}

describe("captions", () => {
  test("change word by word, on the frames on which the words begin, without a gap between them", async () => {
    const ink = await inkOf(await captioned({ video: blackClip(), captions: WORDS }));
    const runs = runsOf(ink);
    // 0.32 s are 8 frames; the last word ends at 1.8 s, and its caption with it.
    expect(runs.map(([from]) => from)).toEqual([0, 8, 16, 24, 32, 40, 45]);
    expect(Math.min(...ink.slice(0, 45))).toBeGreaterThan(ink[45] ?? Infinity);
  });

  test("show the word that is spoken in its colour, and the others in theirs", async () => {
    const style = { color: "#ff0000", activeColor: "#0000ff", outlineWidth: 0, fontSize: 0.2, wordsPerCaption: 2 };
    const { deferred } = await captioned({
      video: blackClip(),
      captions: WORDS,
      style: { preset: "default", ...style },
    });
    const size = { w: 80, h: 46 };
    const { pixels } = await decoded({ ...asComposition(deferred), sound: null }, { scale: size });
    // The left half of the frame shows the caption's first word, the right one its second.
    const colourAt = (frame: number, half: number) => {
      let [red, blue] = [0, 0];
      for (let pixel = 0; pixel < size.w * size.h; pixel++) {
        const at = (frame * size.w * size.h + pixel) * 4;
        if (Math.floor((pixel % size.w) / (size.w / 2)) !== half) continue;
        red += pixels[at] ?? 0;
        blue += pixels[at + 2] ?? 0;
      }
      return red > blue ? "red" : "blue";
    };
    expect([0, 7, 8, 15, 16, 23, 24, 31].map((frame) => [colourAt(frame, 0), colourAt(frame, 1)].join(" "))).toEqual([
      "blue red",
      "blue red",
      "red blue",
      "red blue",
      "blue red",
      "blue red",
      "red blue",
      "red blue",
    ]);
  });

  test("go by the handful that the style says, and never past the end of a sentence", async () => {
    const said = "It works. Nobody knows why, but it does work every single time.".split(" ");
    const words = said.map((word, index) => ({ word, start: index * 0.1, end: index * 0.1 + 0.1 }));
    const shown = async (style: unknown) =>
      readSubRip(besidesOf(await captioned({ video: blackClip(), captions: words, style, mode: "files" }))).map(
        ({ text }) => text,
      );
    expect(await shown({ wordsPerCaption: 3 })).toEqual([
      "It works.",
      "Nobody knows why,",
      "but it does",
      "work every",
      "single time.",
    ]);
    expect(await shown({ wordsPerCaption: 1 })).toEqual(said);
    expect((await shown("tiktok"))[0]).toBe("It works.");
  });

  test("without a highlight stand still until the next", async () => {
    const ink = await inkOf(
      await captioned({ video: blackClip(), captions: WORDS, style: { preset: "tiktok", highlight: false } }),
    );
    expect(runsOf(ink).map(([from]) => from)).toEqual([0, 24, 45]);
  });

  test("as subtitles in a style that follows the voice do so as well", async () => {
    const output = await runOperation(
      createAddSubtitles(resources),
      { video: blackClip(), captions: WORDS, style: "tiktok", by: "word" },
      { folder: temporaryFolder(), mayDefer: true },
    );
    expect(runsOf(await inkOf(output)).map(([from]) => from)).toEqual([0, 8, 16, 24, 32, 40, 45]);
  });

  test("given as cues are shown as they are, their words marked by their length", async () => {
    const cues = [{ text: "aaaa aaaa", start: 0, end: 1.6 }];
    const output = await captioned({ video: blackClip(), captions: cues });
    expect(runsOf(await inkOf(output)).map(([from]) => from)).toEqual([0, 20, 40]);
    expect(output.transcript?.text).toBe("aaaa aaaa");
  });

  test("are what the film says, for whoever comes after", async () => {
    const first = await captioned({ video: blackClip(), captions: WORDS });
    const second = await runOperation(
      createAddSubtitles(resources),
      { video: "first", mode: "soft" },
      { folder: temporaryFolder(), mayDefer: true, deferred: { first } },
    );
    expect(second.transcript?.words).toEqual(first.transcript?.words);
    expect(besidesOf(second)).toContain("One two three four five six");
  });
});

import { captionStates } from "@proxx/media";
import { expect, test } from "vitest";
import { captionCues } from "./caption-cues.ts";

const size = { width: 1920, height: 1080 };

/** A line of which each word begins halfway between two frames, and each pause is exactly as long as one that is closed. */
function lineAt(from: number) {
  const text = "Twice a day the sea rises, and falls. Twice a day.";
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }, at) => ({
    from: index,
    to: index + word.length,
    start: 0.05 + at * 0.4,
    end: 0.15 + at * 0.4,
  }));
  return { narration: { id: "n", text }, spoken: { id: "n", seconds: 6, words }, from, to: from + 180 };
}

test.each([
  [30, 1],
  [30_000, 1001],
])(
  "a line is read in the same frames of its own wherever it stands, at %d/%d frames a second",
  (numerator, denominator) => {
    const rate = { numerator, denominator };
    const seconds = (frame: number) => (frame * denominator) / numerator;
    const readFrom = (from: number) => {
      const section = { section: { id: "s", title: "S", narrations: [] }, from: from - 21, to: from + 200 };
      const { captions, lineStarts } = captionCues([{ ...section, lines: [lineAt(from)] }], {
        size,
        language: "en",
        seconds,
      });
      const states = captionStates(captions, { frames: from + 200, rate }, true);
      return {
        starts: [...lineStarts.values()].map((start) => Math.round(start * 1e6 - seconds(from) * 1e6)),
        states: states.map((state) => ({ ...state, from: state.from - from, to: state.to - from })).slice(1),
      };
    };
    const first = readFrom(21);
    expect(first.starts).toEqual([50_000]);
    for (let from = 22; from < 20_000; from += 31) expect(readFrom(from)).toEqual(first);
  },
);

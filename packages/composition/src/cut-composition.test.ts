import { rational } from "@proxx/media";
import { describe, expect, test } from "vitest";
import { composition, filtersOf, picture, sound } from "../test/graph-of.ts";
import { cutComposition } from "./cut-composition.ts";

const words = [
  { word: "One", start: 0.2, end: 0.6 },
  { word: "two", start: 1.1, end: 1.5 },
  { word: "three", start: 3, end: 3.4 },
];
const film = composition({
  transcript: { language: "en", text: "One two three", words },
  subtitles: [{ language: "en", text: "1\n00:00:01,000 --> 00:00:02,000\nTwo\n\n" }],
});

test("a film that is not to be cut is the same film", () => {
  expect(cutComposition(film, {})).toBe(film);
  expect(cutComposition(film, { start: 0 })).toBe(film);
});

test("a still has no time to be cut from", () => {
  const still = composition({ picture: picture({ still: true, frames: 1 }), sound: null });
  expect(cutComposition(still, { start: 5, duration: 1 })).toBe(still);
});

describe("a part of a film", () => {
  const part = cutComposition(film, { start: 1, duration: 1.5 });

  test("has the frames and the samples of that time", () => {
    expect(part.picture).toMatchObject({ frames: 38 });
    expect(part.sound).toMatchObject({ samples: 72_960 });
    expect(filtersOf(part.picture ?? picture())).toEqual([
      "trim=start_frame=25:end_frame=63",
      "setpts=expr=PTS-STARTPTS",
      "fps=fps=25/1:start_time=0:eof_action=pass",
      "tpad=stop_mode=clone:stop=-1",
      "trim=end_frame=38",
    ]);
    expect(filtersOf(part.sound ?? sound())).toEqual([
      "atrim=start_sample=48000",
      "asetpts=expr=PTS-STARTPTS",
      "apad=whole_len=72960",
      "atrim=end_sample=72960",
      "asetpts=expr=PTS-STARTPTS",
    ]);
  });

  test("has its own words and captions, from its own beginning on", () => {
    const [word, ...others] = part.transcript?.words ?? [];
    expect(others).toEqual([]);
    expect(word?.word).toBe("two");
    expect(word?.start).toBeCloseTo(0.1);
    expect(part.subtitles[0]?.text).toContain("00:00:00,000 --> 00:00:01,000\nTwo");
  });
});

test("sound stays in step with the frame that a cut begins at, not with the second that was asked for", () => {
  const ntsc = composition({ picture: picture({ rate: rational(30_000, 1001), frames: 300 }) });
  const { picture: shown, sound: heard } = cutComposition(ntsc, { start: 1.01, duration: 2 });
  expect(shown?.frames).toBe(60);
  // From frame 30 (1.001 s) to frame 90.
  expect(filtersOf(heard ?? sound())[0]).toBe("atrim=start_sample=48048");
  expect(heard?.samples).toBe(144_144 - 48_048);
});

test("a length that goes past the end ends with the film", () => {
  expect(cutComposition(film, { start: 3, duration: 9 }).picture?.frames).toBe(25);
  expect(cutComposition(film, { start: 3 }).picture?.frames).toBe(25);
});

test("sound alone is cut to the sample", () => {
  const heard = cutComposition(composition({ picture: null }), { start: 0.00002, duration: 1 });
  expect(heard.sound?.samples).toBe(48_000);
  expect(filtersOf(heard.sound ?? sound())[0]).toBe("atrim=start_sample=1");
});

test("a part that would begin after the end is refused, and the length is told", () => {
  const refused = { code: "input_unusable", message: "A part is to begin at 4 s of what is 4 s long." };
  expect(() => cutComposition(film, { start: 4 })).toThrow(expect.objectContaining(refused));
  expect(() => cutComposition(film, { start: 3.96 })).not.toThrow();
});

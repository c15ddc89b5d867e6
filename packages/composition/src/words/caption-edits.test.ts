import { readSubRip, readWebVtt, writeSubRip, writeWebVtt, type CaptionCue } from "@proxx/media";
import { describe, expect, test } from "vitest";
import { cutCaptions, joinCaptions, stretchCaptions, type Captions } from "./caption-edits.ts";

const cues: CaptionCue[] = [
  { start: 0, end: 1, text: "One" },
  { start: 1, end: 2.5, text: "Two" },
  { start: 3, end: 4, text: "Three" },
];

function captions(shown: readonly CaptionCue[], language: string | null = "en"): Captions {
  return {
    subtitles: [{ language, text: writeSubRip([...shown]) }],
    besides: [
      { extension: "srt", mediaType: "application/x-subrip", text: writeSubRip([...shown]) },
      { extension: "vtt", mediaType: "text/vtt", text: writeWebVtt([...shown]) },
    ],
  };
}

/** The cues of all that holds captions: tracks first, then the files. */
function cuesOf({ subtitles, besides }: Captions) {
  return [
    ...subtitles.map(({ text }) => readSubRip(text)),
    ...besides.map(({ extension, text }) => (extension === "srt" ? readSubRip(text) : readWebVtt(text))),
  ].map((read) => read.map(({ start, end, text }) => ({ start, end, text })));
}

describe("cutting", () => {
  test("shortens cues at both ends of the part, and leaves out those that only touch it", () => {
    const part = [
      { start: 0, end: 1, text: "Two" },
      { start: 1.5, end: 1.75, text: "Three" },
    ];
    expect(cuesOf(cutCaptions(captions(cues), { start: 1.5, end: 3.25 }))).toEqual([part, part, part]);
    const second = [{ start: 0, end: 1.5, text: "Two" }];
    expect(cuesOf(cutCaptions(captions(cues), { start: 1, end: 3 }))).toEqual([second, second, second]);
  });

  test("to where nothing is shown leaves tracks and files without cues", () => {
    expect(cuesOf(cutCaptions(captions(cues), { start: 2.6, end: 2.9 }))).toEqual([[], [], []]);
  });
});

test("stretching moves the beginning and the end of each, in tracks and in files", () => {
  const slower = [
    { start: 0, end: 2, text: "One" },
    { start: 2, end: 5, text: "Two" },
    { start: 6, end: 8, text: "Three" },
  ];
  expect(cuesOf(stretchCaptions(captions(cues), 2))).toEqual([slower, slower, slower]);
});

describe("joining", () => {
  const later = [{ start: 0.5, end: 1, text: "Four" }];

  test("makes tracks of one language one, and files of one kind one", () => {
    const joined = joinCaptions([
      { captions: captions(cues), at: 0 },
      { captions: captions(later), at: 4 },
    ]);
    const all = [...cues, { start: 4.5, end: 5, text: "Four" }];
    expect(joined.subtitles.map(({ language }) => language)).toEqual(["en"]);
    expect(joined.besides.map(({ extension, mediaType }) => [extension, mediaType])).toEqual([
      ["srt", "application/x-subrip"],
      ["vtt", "text/vtt"],
    ]);
    expect(cuesOf(joined)).toEqual([all, all, all]);
  });

  test("keeps languages apart, the unknown one too", () => {
    const joined = joinCaptions([
      { captions: captions(cues, "en"), at: 0 },
      { captions: captions(later, null), at: 4 },
      { captions: captions(later, "de"), at: 6 },
    ]);
    expect(joined.subtitles.map(({ language }) => language)).toEqual(["en", null, "de"]);
  });

  test("of films without captions has none", () => {
    expect(joinCaptions([{ captions: { subtitles: [], besides: [] }, at: 1 }])).toEqual({ subtitles: [], besides: [] });
  });
});

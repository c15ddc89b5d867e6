import type { Script, Slide } from "@proxx/contract";
import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { movieTimes } from "./movie-times.ts";
import type { SpokenTiming } from "./place-lines.ts";
import type { SlideShape } from "./place-slides.ts";

const size = { width: 1920, height: 1080 };
const frameRate = { numerator: 30, denominator: 1 };

/** Speech of a tenth of a second a letter, the words with their pauses. */
function speak(id: string, text: string): SpokenTiming {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    start: index * 0.1 + 0.03,
    end: (index + word.length) * 0.1,
  }));
  return { id, seconds: text.length * 0.1 + 0.013, words };
}

interface Told {
  slide?: Slide;
  lines: (string | { text: string; item: number })[];
  seconds?: number;
  title?: string;
}

function tell(told: Told[], shapes: SlideShape[][] = []) {
  const sections: Script["sections"] = told.map(({ slide, lines, ...rest }, index) => ({
    id: `s${index}`,
    title: `Section ${index}`,
    ...rest,
    ...(slide && { slide }),
    narrations: lines.map((line, at) => ({
      id: `s${index}n${at}`,
      ...(typeof line === "string" ? { text: line } : line),
    })),
  }));
  const script: Script = { title: "T", language: "en", sections };
  const spoken = sections.flatMap(({ narrations }) => narrations.map(({ id, text }) => speak(id, text)));
  const slides = new Map(
    sections.map(({ id, slide }, index) => [id, shapes[index] ?? (slide ? [shapeOf(slide)] : [])]),
  );
  return movieTimes(script, { spoken, slides }, { size, frameRate });
}

/** A ground, and a layer for each item. */
function shapeOf(slide: Slide, items = slide.layout === "bullets" ? slide.items.length : 0): SlideShape {
  const builds = Array.from({ length: items }, (_, item) => ({ build: item + 1, item }));
  return { slide, layers: [{ build: 0 }, ...builds] };
}

const bullets = (...items: string[]): Slide => ({ layout: "bullets", title: "Points", items });

describe("lines", () => {
  test("follow one another on whole frames, and the movie is as long as they and their pauses", () => {
    const random = createRandom(7);
    const told = Array.from({ length: 60 }, () => ({
      lines: Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        "word ".repeat(1 + Math.floor(random() * 12)).trim(),
      ),
    }));
    const { sections, frames } = tell(told);
    let before = 0;
    for (const { lines, from, to } of sections) {
      expect(from).toBeLessThan(to);
      for (const line of lines) {
        expect(Number.isInteger(line.from)).toBe(true);
        expect(line.from).toBeGreaterThan(before);
        expect(line.to - line.from - line.spoken.seconds * 30).toBeGreaterThanOrEqual(-1e-6);
        expect(line.to - line.from - line.spoken.seconds * 30).toBeLessThan(1);
        before = line.to;
      }
      // A slide changes while nobody speaks.
      expect(to).toBeGreaterThanOrEqual(before);
    }
    expect(frames).toBe(sections.at(-1)?.to);
  });

  test("of a section that says nothing are none, and it is shown for as long as it takes to read it", () => {
    const { sections } = tell([
      { lines: ["Hello there."] },
      { lines: [], slide: bullets("one two three four five six seven", "eight nine ten eleven twelve") },
      { lines: [], seconds: 12 },
      { lines: ["The end."] },
    ]);
    const length = (index: number) => ((sections[index]?.to ?? 0) - (sections[index]?.from ?? 0)) / 30;
    expect(length(1)).toBeGreaterThan(4);
    expect(length(2)).toBe(12);
  });

  test("that were not spoken are a fault of whoever asks", () => {
    const script: Script = {
      title: "T",
      language: "en",
      sections: [{ id: "s", title: "S", narrations: [{ id: "n", text: "x" }] }],
    };
    expect(() => movieTimes(script, { spoken: [], slides: new Map() }, { size, frameRate })).toThrow("narration `n`");
  });
});

describe("what is spoken of", () => {
  test("comes 150 to 250 ms before its first word, by the item that a line names", () => {
    const slide = bullets("Alpha", "Beta", "Gamma");
    const [section] = tell([
      {
        slide,
        lines: [
          "To begin with.",
          { text: "Here it is.", item: 1 },
          { text: "And this.", item: 2 },
          { text: "Last.", item: 3 },
        ],
      },
    ]).sections;
    const from = section?.slides[0]?.layersFrom ?? [];
    expect(from[0]).toBe(0);
    for (const [index, line] of (section?.lines ?? []).slice(1).entries()) {
      const word = line.from / 30 + (line.spoken.words[0]?.start ?? 0);
      const ahead = word - (from[index + 1] ?? 0) / 30;
      expect(ahead).toBeGreaterThanOrEqual(0.15);
      expect(ahead).toBeLessThanOrEqual(0.25);
    }
  });

  test("is found by its words where no line names it", () => {
    const slide = bullets("Measured latency", "Cheaper storage", "No lock-in");
    const text =
      "It starts with the latency we measured. Then storage gets cheaper, and you are not locked in by anyone.";
    const [section] = tell([{ slide, lines: [text] }]).sections;
    const [line] = section?.lines ?? [];
    const wordAt = (word: string) => (line?.from ?? 0) / 30 + text.indexOf(word) * 0.1 + 0.03;
    const from = section?.slides[0]?.layersFrom.map((frame) => frame / 30) ?? [];
    expect(wordAt("latency") - (from[1] ?? 0)).toBeCloseTo(0.2, 1);
    expect(wordAt("storage") - (from[2] ?? 0)).toBeCloseTo(0.2, 1);
    expect(from[3]).toBeGreaterThan(from[2] ?? 0);
  });

  test("comes in its order, while its slide is shown, whatever is said of it", () => {
    const random = createRandom(8);
    const names = ["apples", "bridges", "candles", "dragons", "elephants", "forests"];
    for (let round = 0; round < 100; round++) {
      const items = names.slice(0, 1 + Math.floor(random() * 6));
      const lines = Array.from({ length: Math.floor(random() * 5) }, () => {
        const text = Array.from({ length: 6 }, () => names[Math.floor(random() * 6)] ?? "").join(" ");
        return random() < 0.3 ? { text, item: 1 + Math.floor(random() * 6) } : text;
      });
      const half = Math.ceil(items.length / 2);
      const parts = [items.slice(0, half), items.slice(half)]
        .filter((part) => part.length > 0)
        .map((part) => bullets(...part));
      const slide = bullets(...items);
      const [section] = tell([{ slide, lines }], [parts.map((part) => shapeOf(part))]).sections;
      let before = section?.from ?? 0;
      for (const [index, shown] of (section?.slides ?? []).entries()) {
        expect(shown.from).toBe(index === 0 ? section?.from : section?.slides[index - 1]?.to);
        expect(shown.to).toBeGreaterThan(shown.from);
        for (const frame of shown.layersFrom.slice(1)) {
          expect(frame).toBeGreaterThanOrEqual(before);
          expect(frame).toBeLessThan(shown.to);
          before = frame;
        }
      }
      expect(section?.slides.at(-1)?.to).toBe(section?.to);
    }
  });

  test("on a second slide is preceded by the change to it, in the pause before", () => {
    const parts = [bullets("Apples", "Bridges"), bullets("Candles")];
    const lines = ["Apples first and foremost.", "Bridges come next.", "Candles are last of all."];
    const [section] = tell(
      [{ slide: bullets("Apples", "Bridges", "Candles"), lines }],
      [parts.map((part) => shapeOf(part))],
    ).sections;
    const [, second, third] = section?.lines ?? [];
    expect(section?.slides[1]?.from).toBeGreaterThanOrEqual(second?.to ?? Infinity);
    expect(section?.slides[1]?.from).toBeLessThanOrEqual(third?.from ?? 0);
  });
});

describe("subtitles", () => {
  const told = [
    { lines: ["This is the first of two sentences that are said here. And that was the second one, which is longer."] },
    { lines: ["Here is another section.", "With another line in it."] },
  ];

  test("begin with their first word, and none goes on into the next section", () => {
    const { captions, sections } = tell(told);
    const starts = sections.flatMap(({ lines }) =>
      lines.flatMap(({ from, spoken }) => spoken.words.map(({ start }) => from / 30 + start)),
    );
    for (const caption of captions) {
      expect(Math.min(...starts.map((start) => Math.abs(start - caption.start)))).toBeLessThan(1e-9);
      const section = sections.find(({ from, to }) => from / 30 <= caption.start && caption.start < to / 30);
      expect(caption.end).toBeLessThanOrEqual((section?.to ?? 0) / 30);
    }
    const words = captions.flatMap(({ lines }) => lines.flat().map(({ text }) => text));
    expect(words.join(" ")).toBe(told.flatMap(({ lines }) => lines).join(" "));
  });

  test("are short in a tall frame", () => {
    const script: Script = {
      title: "T",
      language: "en",
      sections: [{ id: "s", title: "S", narrations: [{ id: "n", text: told[0]?.lines[0] ?? "" }] }],
    };
    const spoken = [speak("n", told[0]?.lines[0] ?? "")];
    const tall = movieTimes(script, { spoken, slides: new Map() }, { size: { width: 1080, height: 1920 }, frameRate });
    expect(Math.max(...tall.captions.map(({ lines }) => lines.flat().length))).toBeLessThanOrEqual(5);
  });
});

test("each section is a chapter", () => {
  const { chapters, frames } = tell([{ lines: ["One."] }, { lines: ["Two."] }]);
  expect(chapters.map(({ title }) => title)).toEqual(["Section 0", "Section 1"]);
  expect([chapters[0]?.from, chapters[1]?.to]).toEqual([0, frames]);
  expect(chapters[0]?.to).toBe(chapters[1]?.from);
});

test("sections of one title that follow each other are one chapter", () => {
  const lines = ["One."];
  const { chapters, sections } = tell([
    { title: "A", lines },
    { title: "B", lines },
    { title: "B", lines },
    { title: "A", lines },
  ]);
  expect(chapters.map(({ title }) => title)).toEqual(["A", "B", "A"]);
  expect(chapters.map(({ from }) => from)).toEqual([0, 1, 3].map((index) => sections[index]?.from));
  expect(chapters[1]?.to).toBe(chapters[2]?.from);
});

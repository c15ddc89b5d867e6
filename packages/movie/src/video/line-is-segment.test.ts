import type { Script, Slide } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { segmentKeys } from "@proxx/renderer";
import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { movieTimes } from "../timeline/movie-times.ts";
import { movieTimeline } from "./movie-timeline.ts";
import { seenLayers, type SeenOptions } from "./seen-layers.ts";
import type { ShownLayer, ShownSlide } from "./shown-slide.ts";

const size = { width: 480, height: 270 };
const frameRate = { numerator: 30, denominator: 1 };
const colours = { background: "#0d1219", accent: "#5cc8ff", hairline: "#2b3746" };
const fonts = createFonts();
const WORDS = ["water", "rises", "certainly", "and", "a", "stand", "unmistakably", "old"];

interface Kind {
  readonly slides?: readonly ShownSlide[];
  readonly persona?: (line: number) => string | undefined;
  readonly look?: Partial<SeenOptions>;
}

const ground = layer("0a", { ...size });
const photo = layer("1b", { ...size, focus: { x: 0.3, y: 0.6 } });
const clear = { ...ground, picture: { ...ground.picture, id: "3d", opaque: false } };
const statement = shown({ layout: "statement", text: "It moves" });
const points = (...items: string[]): Slide => ({ layout: "bullets", title: "Points", items });

function layer(id: string, place: Partial<ShownLayer> & { width: number; height: number }): ShownLayer {
  const { width, height, ...rest } = place;
  const picture = { id, width, height, opaque: true, pixels: () => new Uint8Array(width * height * 4) };
  return { picture, x: 0, y: 0, build: 0, enter: "none", ...rest };
}

function shown(slide: Slide, back: ShownLayer = ground): ShownSlide {
  const items = slide.layout === "bullets" ? slide.items : [];
  const risen = items.map((text, item) =>
    layer(`2c ${text}`, { width: 80, height: 20, y: 30 * item, build: item + 1, item, enter: "rise" }),
  );
  return { slide, layers: [back, ...risen] };
}

/** A film of 4 seconds. */
const film = {
  pictureAt: (frame: number) => layer(`film ${frame % 120}`, { ...size }).picture,
};

const KINDS: Record<string, Kind> = {
  "a still slide": { slides: [statement] },
  "points that are spoken of": { slides: [shown(points("The moon", "Every harbour", "The sun", "Tables"))] },
  "points of which nobody speaks": { slides: [shown(points("Alpha", "Beta", "Gamma", "Delta", "Epsilon"))] },
  "points on two slides": { slides: [shown(points("Moon", "Alpha")), shown(points("Beta", "Tables"))] },
  "a picture that is zoomed": { slides: [shown({ layout: "image", image: "a.jpg" }, photo)] },
  "a picture behind two slides": {
    slides: [shown(points("Moon", "Alpha"), photo), shown(points("Beta", "Tables"), photo)],
  },
  "faces that take turns": { slides: [statement], persona: (line) => (line % 2 === 0 ? "ada" : "ben") },
  "slides that push each other": { slides: [statement], look: { transition: "slide" } },
  "slides that wipe each other away": { slides: [statement], look: { transition: "wipe" } },
  "a line of progress": { slides: [statement], look: { progressLine: true } },
  "words that stand out": { slides: [statement], look: { highlight: true } },
};

/** Speech of whoever says it: words as long as their letters, and a line's first one as late as in any other. */
function speak(id: string, text: string) {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    start: 0.06 + index * 0.071,
    end: 0.06 + (index + word.length) * 0.071,
  }));
  const mouth = Array.from({ length: text.length * 5 }, (_, at) => ((text.codePointAt(at / 5) ?? 0) % 7) / 7);
  return { id, seconds: 0.26 + text.length * 0.071, words, mouth };
}

async function keysOf(lines: readonly string[], { slides = [], persona, look }: Kind, films: SeenOptions["films"]) {
  const narrations = lines.map((text, index) => ({ id: `n${index}`, text, persona_id: persona?.(index) }));
  const end = points("Is", "All");
  const script: Script = {
    title: "T",
    language: "en",
    personas: [
      { id: "ada", name: "Ada" },
      { id: "ben", name: "Ben" },
    ],
    sections: [
      { id: "begin", title: "Begin", narrations: [{ id: "b", text: "It begins here." }] },
      { id: "moves", title: "Moves", narrations },
      { id: "end", title: "End", slide: end, narrations: [{ id: "z", text: "That is all of it." }] },
    ],
  };
  const spoken = script.sections.flatMap((section) => section.narrations.map(({ id, text }) => speak(id, text)));
  const bySection = new Map([
    ["begin", [shown({ layout: "title", title: "T" })]],
    ["moves", [...slides]],
    ["end", [shown(end)]],
  ]);
  const times = movieTimes(script, { spoken, slides: bySection }, { size, frameRate });
  const options = { size, fonts, slides: bySection, spoken, colours, art: new Map(), films, ...look };
  const layers = await seenLayers(script, times, options);
  return segmentKeys(movieTimeline(times, layers, { size, background: colours.background }));
}

const LINES = [
  "The moon pulls the sea.",
  "Every harbour sees the water come and go, twice a day and never at the same time.",
  "So.",
  "The sun stands in line with it twice a month.",
  "That is what the tables say.",
];

/** One word is another one, or there is one more, anywhere in a line; it speaks of what it spoke of. */
function edit(text: string, random: () => number): string {
  const words = text.split(" ");
  const at = Math.floor(random() * words.length);
  const word = WORDS[Math.floor(random() * WORDS.length)] ?? "";
  const isPoint = /moon|harbour|sun|tables/.test(words[at] ?? "");
  words.splice(
    at,
    random() < 0.5 && !isPoint ? 1 : 0,
    at === 0 ? word.replace(/^./, (letter) => letter.toUpperCase()) : word,
  );
  return words.join(" ");
}

test.each(Object.entries(KINDS))("with %s, a line that is changed is the one segment that is", async (_, kind) => {
  const random = createRandom(5);
  const before = await keysOf(LINES, kind, new Map());
  for (let round = 0; round < 25; round++) {
    const changed = round % LINES.length;
    const lines = LINES.map((text, index) => (index === changed ? edit(text, random) : text));
    const after = await keysOf(lines, kind, new Map());
    const made = after.flatMap((key, segment) => (before[segment] === key ? [] : [segment]));
    expect({ lines, made, count: after.length }).toEqual({
      lines,
      made: lines.join() === LINES.join() ? [] : [1 + changed],
      count: before.length,
    });
  }
});

test("a film goes on through the lines of its section: what is behind a changed one is made with it, to where the next has come", async () => {
  const films = new Map([["moves", film]]);
  const see = (lines: readonly string[]) => keysOf(lines, { slides: [{ ...statement, layers: [clear] }] }, films);
  const before = await see(LINES);
  for (const changed of LINES.keys()) {
    const after = await see(LINES.map((text, index) => (index === changed ? `${text} Indeed it does.` : text)));
    const made = after.flatMap((key, segment) => (before[segment] === key ? [] : [segment]));
    expect(made).toEqual([1, 2, 3, 4, 5, 6].slice(changed));
  }
});

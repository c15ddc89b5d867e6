import type { Script } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { movieTimes } from "../../timeline/movie-times.ts";
import { avatarLayers } from "./avatar-layers.ts";
import { avatarMoments } from "./avatar-moments.ts";
import { avatarPicture } from "./avatar-picture.ts";

const personas = [
  { id: "ada", name: "Ada" },
  { id: "ben", name: "Ben" },
];
const script: Script = {
  title: "T",
  language: "en",
  personas,
  sections: [
    {
      id: "s",
      title: "S",
      narrations: [
        { id: "n1", text: "One.", persona_id: "ada" },
        { id: "n2", text: "Two.", persona_id: "ben" },
        { id: "n3", text: "Three.", persona_id: "ada" },
      ],
    },
  ],
};
const spoken = ["n1", "n2", "n3"].map((id) => ({ id, seconds: 2, words: [] }));
const size = { width: 1920, height: 1080 };
const times = movieTimes(script, { spoken, slides: new Map() }, { size, frameRate: { numerator: 30, denominator: 1 } });
const drawn = { art: new Map(), fonts: createFonts() };
const mouths = new Map([["n1", Array.from({ length: 120 }, (_, index) => (index < 60 ? 0.9 : 0))]]);

test("each persona is seen from the first frame to the last, on a side of its own", () => {
  const moments = avatarMoments(times, personas, mouths);
  for (const [side, name] of [
    ["left", "Ada"],
    ["right", "Ben"],
  ] as const) {
    const own = moments.filter((moment) => moment.side === side);
    expect(new Set(own.map(({ persona }) => persona.name))).toEqual(new Set([name]));
    expect(own[0]?.from).toBe(0);
    expect(own.at(-1)?.to).toBe(times.frames);
    for (const [index, { to }] of own.slice(0, -1).entries()) expect(own[index + 1]?.from).toBe(to);
  }
});

test("who speaks sways a little, from rest to rest, and who listens does not", () => {
  const moments = avatarMoments(times, personas, mouths);
  const spoken = moments.filter(({ isSpeaking, persona }) => isSpeaking && persona.id === "ben");
  expect(new Set(spoken.map(({ sway }) => sway))).toEqual(new Set([0, -1, -2]));
  expect([spoken[0]?.sway, spoken.at(-1)?.sway]).toEqual([0, 0]);
  for (const [index, { sway }] of spoken.slice(1).entries()) {
    expect(Math.abs(sway - (spoken[index]?.sway ?? 0))).toBeLessThanOrEqual(1);
  }
  expect(moments.filter(({ isSpeaking, sway }) => !isSpeaking && sway !== 0)).toEqual([]);
});

test("a mouth is open while the voice is loud, and of who does not speak it is shut", () => {
  const moments = avatarMoments(times, personas, mouths);
  const [line] = times.sections[0]?.lines ?? [];
  const start = line?.from ?? 0;
  const at = (frame: number, side: string) =>
    moments.find((moment) => moment.side === side && moment.from <= frame && frame < moment.to);
  expect(at(start + 10, "left")).toMatchObject({ isSpeaking: true, mouth: 3 });
  expect(at(start + 50, "left")).toMatchObject({ isSpeaking: true, mouth: 0 });
  expect(at(start + 10, "right")).toMatchObject({ isSpeaking: false, mouth: 0 });
});

test("faces lie within any frame, and nobody is seen in a script without personas", () => {
  for (const frame of [size, { width: 1080, height: 1920 }, { width: 720, height: 720 }]) {
    for (const { x, y, picture } of avatarLayers(times, {
      personas,
      mouths,
      size: frame,
      accent: "#ffffff",
      ...drawn,
    })) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + picture.width).toBeLessThanOrEqual(frame.width);
      expect(y + picture.height).toBeLessThanOrEqual(frame.height);
    }
  }
  expect(avatarLayers(times, { personas: [], mouths, size, accent: "#ffffff", ...drawn })).toEqual([]);
});

test("an open mouth is another picture, with nothing in the corners", async () => {
  const look = { size: 48, colour: "#4f7fe0", ring: "#ffffff", mouth: 0, eyesOpen: true };
  const [shut, open] = [avatarPicture(look), avatarPicture({ ...look, mouth: 3 })];
  expect(open.id).not.toBe(shut.id);
  const pixels = await open.pixels();
  expect(pixels).not.toEqual(await shut.pixels());
  expect(pixels[3]).toBe(0);
  expect(pixels[(24 * 48 + 24) * 4 + 3]).toBe(255);
});

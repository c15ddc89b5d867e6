import { join } from "node:path";
import type { Script } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { discoverTools } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { listen } from "@proxx/testing/look-and-listen";
import { createVoices } from "@proxx/voices";
import { expect, test } from "vitest";
import { createMixSound, createParts, generateAudioForScript, renderVideoForScript } from "../src/index.ts";
import { shownSlide } from "../src/video/shown-slide.ts";

const tools = await discoverTools();
const size = { width: 320, height: 180 };

const script: Script = {
  title: "Spoken",
  language: "en",
  sections: [
    {
      id: "one",
      title: "The first",
      slide: { layout: "statement", text: "One" },
      narrations: [
        { id: "n1", text: "What is said is heard when it is shown." },
        { id: "n2", text: "To the sample, however long it is." },
      ],
    },
    {
      id: "two",
      title: "The second",
      slide: { layout: "statement", text: "Two" },
      narrations: [{ id: "n3", text: "And this is all." }],
    },
  ],
};

test("a movie is as loud as it is to be, and each line is heard from the block of samples on that is nearest to its frame", async () => {
  const folder = temporaryFolder();
  const parts = createParts({ folder: join(folder, ".proxx") });
  const { narrations } = await generateAudioForScript(script, { folder, parts, voices: createVoices({ tools }) });
  const pixels = new Uint8Array(size.width * size.height * 4).fill(90);
  const ground = { x: 0, y: 0, ...size, build: 0, enter: "none" as const, pixels };
  const { path, checks, times } = await renderVideoForScript(script, {
    folder,
    parts,
    tools,
    fonts: createFonts(),
    spoken: narrations,
    slides: new Map(
      script.sections.map(({ id, slide = { layout: "statement", text: "" } }) => [
        id,
        [shownSlide({ slide, layers: [ground] })],
      ]),
    ),
    mixSound: createMixSound({ parts, tools }),
    colours: { background: "#0d1219", accent: "#5cc8ff", hairline: "#2b3746" },
    size,
  });
  expect(checks.filter(({ pass }) => !pass)).toEqual([]);
  expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["loudness", "true_peak"]));
  const heard = listen(path);
  const lines = times.sections.flatMap((section) => section.lines);
  expect(lines.map(({ narration }) => narration.id)).toEqual(["n1", "n2", "n3"]);
  for (const [index, { from }] of lines.entries()) {
    const line = listen(narrations[index]?.path ?? "").subarray(0, 24_000);
    const at = Math.round((from * 48_000) / 30 / 1024) * 1024;
    const likeness = (by: number) =>
      line.reduce((sum, sample, place) => sum + sample * (heard[at + by + place] ?? 0), 0);
    const lags = [-3, -2, -1, 0, 1, 2, 3];
    expect(lags.reduce((best, by) => (likeness(by) > likeness(best) ? by : best))).toBe(0);
  }
});

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { movieConfigSchema, type Script } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createMovieProgress, makeMovie, movieSettings } from "../src/index.ts";
import { offlineWorkshop } from "./offline-workshop.ts";

const script: Script = {
  title: "Tides",
  language: "en",
  sections: [
    {
      id: "moon",
      title: "The moon",
      slide: { layout: "statement", text: "The moon pulls" },
      narrations: [
        { id: "a", text: "The moon pulls the sea." },
        { id: "b", text: "Every harbour sees it." },
      ],
    },
    {
      id: "sun",
      title: "The sun",
      slide: { layout: "statement", text: "The sun pulls too" },
      narrations: [{ id: "c", text: "The sun pulls as well." }],
    },
  ],
};

test("an edit makes what depends on it, and nothing else", async () => {
  const folder = temporaryFolder();
  const coded = () => readdirSync(join(folder, ".proxx", "speech")).filter((name) => name.endsWith(".aac")).length;
  const make = async (edited: Script, config: { theme?: string; voice?: string } = {}) => {
    const settings = movieSettings(movieConfigSchema.parse({ size: "480x270", ...config }), folder);
    const progressOf = createMovieProgress(undefined, Date.now);
    const order = { script: edited, folder, settings, progressOf, signal: new AbortController().signal };
    const before = readdirSync(folder).includes(".proxx") ? coded() : 0;
    const { made, frames } = await makeMovie(order, offlineWorkshop);
    const { narrations, slides, segments } = made;
    return {
      frames,
      narrations: narrations.made,
      sounds: coded() - before,
      slides: slides.made,
      segments: segments.made,
      kept: segments.reused,
    };
  };
  const [moon, sun] = script.sections;
  if (moon === undefined || sun === undefined) return;
  const [a, b] = moon.narrations;
  if (a === undefined || b === undefined) return;
  const withLines = (...narrations: typeof moon.narrations): Script => ({
    ...script,
    sections: [{ ...moon, narrations }, sun],
  });
  const first = await make(script);
  expect(first).toMatchObject({ narrations: 3, sounds: 3, slides: 2, kept: 0 });

  // The line becomes longer, so that the section behind it is shown and heard later.
  const word = await make(withLines({ ...a, text: "The moon attracts the sea." }, b));
  expect(word).toMatchObject({ narrations: 1, sounds: 1, slides: 0 });
  expect(word.frames).not.toBe(first.frames);
  expect(word.segments).toBeLessThan(word.kept);

  const inserted = await make(withLines(a, { id: "d", text: "It does so twice a day." }, b));
  expect(inserted).toMatchObject({ narrations: 1, sounds: 1, slides: 0 });
  expect(inserted.kept).toBeGreaterThan(0);

  const slower = await make(withLines({ ...a, voice: { voice: "espeak", speed: 0.8 } }, b));
  expect(slower).toMatchObject({ narrations: 1, sounds: 1, slides: 0 });
  expect(slower.frames).toBeGreaterThan(first.frames);

  const dark = await make(script, { theme: "circuit" });
  expect(dark).toMatchObject({ narrations: 0, sounds: 0, slides: 2, kept: 0, frames: first.frames });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools, readWav } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { createVoices, type Voices } from "@proxx/voices";
import type { Script } from "@proxx/contract";
import { expect, test } from "vitest";
import { generateAudioForScript } from "../audio/generate-audio.ts";
import { createParts } from "../parts/parts.ts";
import { checkSpeechPace } from "./speech-pace.ts";

const tools = await discoverTools();
const voices = createVoices({ tools });

/** A voice that breaks off in the middle of each line. */
const broken: Voices = {
  ...voices,
  open: (...named) => {
    const voice = voices.open(...named);
    return {
      ...voice,
      prepare: async (...line) => {
        const prepared = await voice.prepare(...line);
        return {
          ...prepared,
          speak: async () => {
            const spoken = await prepared.speak();
            return { ...spoken, samples: spoken.samples.subarray(0, spoken.samples.length / 2) };
          },
        };
      },
    };
  },
};

test.each([
  ["en", "Twice a day the sea rises, and twice a day it falls, because the Moon pulls at it.", "letters"],
  ["ja", "潮の満ち引きは、月の引力が海の水を引き寄せることで、一日に二回ずつ起こります。", "morae"],
] as const)("a line of %s that is cut off is noticed, and one that is whole is not", async (language, text, unit) => {
  const script: Script = {
    title: "Tides",
    language,
    sections: [{ id: "one", title: "Tides", narrations: [{ id: "n1", text }] }],
  };
  const folder = temporaryFolder();
  const speak = async (by: Voices, name: string) => {
    const parts = createParts({ folder: join(folder, name) });
    return (await generateAudioForScript(script, { folder: join(folder, name), parts, voices: by })).narrations;
  };
  const whole = await speak(voices, "whole");
  expect(checkSpeechPace(script, whole)).toMatchObject({ check: "speech_pace", pass: true });
  const cut = await speak(broken, "cut");
  expect(readWav(readFileSync(cut[0]?.path ?? ""))?.samples.length).toBe(cut[0]?.samples);
  expect(checkSpeechPace(script, cut)).toMatchObject({
    pass: false,
    expected: expect.stringContaining(unit) as string,
    found: expect.stringMatching(/^line `n1` with \d+\.\d: a part of it may be missing$/) as string,
  });
});

test("a recording, a short line and a script without known signs are not judged", () => {
  const of = (text: string, more: object = {}): Script => ({
    title: "x",
    language: "en",
    sections: [{ id: "one", title: "x", narrations: [{ id: "n1", text, ...more }] }],
  });
  const spoken = [{ id: "n1", seconds: 0.5, words: [] }];
  const long = "Twice a day the sea rises, and twice a day it falls.";
  expect(checkSpeechPace(of(long), spoken)?.pass).toBe(false);
  expect(checkSpeechPace(of(long, { audio: "take.wav" }), spoken)).toBeNull();
  expect(checkSpeechPace(of("Well, yes."), spoken)).toBeNull();
  expect(checkSpeechPace(of("Вода поднимается дважды в день и дважды опускается."), spoken)).toBeNull();
  // Twice as fast as usual is what was asked for.
  const hurried = { voice: { voice: "espeak", speed: 2 } };
  expect(checkSpeechPace(of(long, hurried), [{ id: "n1", seconds: 1.7, words: [] }])?.pass).toBe(true);
});

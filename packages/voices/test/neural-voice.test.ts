import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { installSherpaStandIn } from "@proxx/testing/sherpa-stand-in";
import { TONE_RATE, TONE_SAMPLES, toneModel, toneTokens } from "@proxx/testing/tone-model";
import { describe, expect, test } from "vitest";
import { createVoices } from "../src/create-voices.ts";
import { addVoice } from "../src/neural/add-voice.ts";
import { findSherpa } from "../src/neural/sherpa/find-sherpa.ts";
import type { NeuralVoice } from "../src/neural/neural-voices.ts";
import { packArchive, ROOT, VOICE_ENTRIES, voiceOf } from "./pack-archive.ts";

/** The real one, where somebody has installed it beside the checkout. */
const REAL_SHERPA = findSherpa("/");

const tools = await discoverTools();
const { signal } = new AbortController();
const MODEL = "en_GB-test-medium.onnx";

const archive = await packArchive([
  ...VOICE_ENTRIES.filter(({ name }) => !name.endsWith(MODEL) && !name.endsWith("tokens.txt")),
  { name: `${ROOT}/${MODEL}`, content: toneModel() },
  { name: `${ROOT}/tokens.txt`, content: toneTokens() },
  ...["phontab", "phonindex", "phondata", "intonations"].map((name) => ({ name: `${ROOT}/espeak-ng-data/${name}` })),
]);
const voice = voiceOf(archive);
const several: NeuralVoice = {
  ...voice,
  name: "piper:many",
  language: "en-US",
  speakers: { names: ["anna", "ben"], count: 5, first: 1 },
};
const known = [voice, several];

async function setUp({ sherpa = true, voices = [voice] }: { sherpa?: boolean; voices?: NeuralVoice[] } = {}) {
  const folder = temporaryFolder();
  const from = join(temporaryFolder(), "voice.tar.bz2");
  writeFileSync(from, archive);
  const network = { fetchToFile: () => Promise.reject(new Error("There is no network.")) };
  for (const one of voices) await addVoice(one, { folder, from, network, signal });
  if (sherpa && REAL_SHERPA === null) installSherpaStandIn(folder);
  return { folder, voices: createVoices({ tools, neural: { folder, known } }) };
}

const samplesOf = (text: string) => text.length * TONE_SAMPLES;

describe(`a voice that was added speaks, by ${REAL_SHERPA === null ? "a stand-in" : "sherpa-onnx"}`, () => {
  test("as long as its text, in order, at its pace, with words of what is written", async () => {
    const { voices } = await setUp();
    const speaker = voices.open("piper:test", "en");
    const text = "The API of tides";
    const pronunciations = [{ word: "API", reading: "ay pee eye" }];
    const line = await speaker.prepare({ text, language: "en", pronunciations }, { signal });
    expect(line.ingredients).toMatchObject({
      engine: "sherpa-onnx",
      model: voice.sha256,
      text: "The ay pee eye of tides",
    });
    const [one, other, fast] = await Promise.all([
      line.speak(),
      (await speaker.prepare({ text: "Hello.", language: "en" }, { signal })).speak(),
      (await speaker.prepare({ text: "Hello.", language: "en", speed: 2 }, { signal })).speak(),
    ]);
    expect(one).toMatchObject({ sampleRate: TONE_RATE, timing: "estimated" });
    expect(one.samples).toHaveLength(samplesOf("The ay pee eye of tides"));
    expect(one.words.map(({ word }) => word)).toEqual(["The", "API", "of", "tides"]);
    expect(other.samples).toHaveLength(samplesOf("Hello."));
    expect(fast.samples).toHaveLength(samplesOf("Hello.") / 2);
    expect(Math.max(...other.samples)).toBeCloseTo(0.3, 2);
    // Each letter is a tone of its own, so another text is another sound.
    const next = await (await speaker.prepare({ text: "Jello.", language: "en" }, { signal })).speak();
    expect(next.samples.slice(0, TONE_SAMPLES)).not.toEqual(other.samples.slice(0, TONE_SAMPLES));
    expect(next.samples.slice(TONE_SAMPLES)).toEqual(other.samples.slice(TONE_SAMPLES));
  });

  test("each sentence at the time at which the model says it", async () => {
    const { voices } = await setUp();
    const text = "The tide turns. It does so twice a day! Why?";
    const line = await voices.open("piper:test", "en").prepare({ text, language: "en" }, { signal });
    const { words, timing } = await line.speak();
    const starts = Object.fromEntries(words.map(({ word, start }) => [word, start]));
    const seconds = (spoken: string) => (spoken.length * TONE_SAMPLES) / TONE_RATE;
    expect(starts["It"]).toBeCloseTo(seconds("The tide turns."), 2);
    expect(starts["Why?"]).toBeCloseTo(seconds("The tide turns. It does so twice a day!"), 2);
    expect(timing).toBe("estimated");
  });

  test("where its language's voice is asked for, and is listed and told in the versions", async () => {
    const { voices, folder } = await setUp({ voices: known });
    expect(["en", "en-GB", "en-US", "de"].map((tag) => voices.open(undefined, tag).name)).toEqual([
      ...["piper:many", "piper:test", "piper:many", "espeak"],
    ]);
    const chosen = createVoices({ tools, neural: { folder, known }, defaults: { en: "espeak:en-gb" } });
    expect(chosen.open(undefined, "en").name).toBe("espeak:en-gb");
    const { voices: listed } = await voices.list(signal);
    expect(listed.slice(0, 4).map(({ name }) => name)).toEqual([
      ...["piper:many", "piper:many/anna", "piper:many/ben", "piper:test"],
    ]);
    const version = await voices.versions();
    expect(version).toMatchObject({ added: `piper:many ${voice.sha256}, piper:test ${voice.sha256}` });
    expect(version["sherpa"]).toMatch(/^1\./);
    rmSync(join(folder, "piper-many"), { recursive: true });
    expect(await voices.versions()).not.toEqual(version);
    expect(voices.open(undefined, "en").name).toBe("piper:test");
  });

  test("names the line that it cannot say, and says the others", async () => {
    const { voices } = await setUp();
    const speaker = voices.open("piper:test", "en");
    await expect(speaker.prepare({ text: "…!", language: "en" }, { signal })).rejects.toMatchObject({
      code: "text_missing",
    });
    const prepared = await Promise.all(
      ["Before.", "éééé", "Behind."].map((text) => speaker.prepare({ text, language: "en" }, { signal })),
    );
    const outcomes = await Promise.allSettled(prepared.map((line) => line.speak()));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({
      reason: { code: "tool_failed", message: expect.stringContaining("speaking with piper:test") as string },
    });
  });

  test("until it is stopped, and the next one speaks", async () => {
    const { voices } = await setUp();
    const speaker = voices.open("piper:test", "en");
    const stop = new AbortController();
    const line = await speaker.prepare({ text: "Hello.", language: "en" }, { signal: stop.signal });
    const stopped = line.speak();
    const waiting = (await speaker.prepare({ text: "Hello.", language: "en" }, { signal })).speak();
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
    expect((await waiting).samples).toHaveLength(samplesOf("Hello."));
  });

  test("and a model that is damaged ends its own process, and no other", async () => {
    const { voices, folder } = await setUp();
    const line = await voices.open("piper:test", "en").prepare({ text: "Hello.", language: "en" }, { signal });
    writeFileSync(join(folder, "piper-test", MODEL), "damaged");
    await expect(line.speak()).rejects.toMatchObject({
      code: "tool_failed",
      message: expect.stringMatching(
        /^sherpa-onnx broke off while speaking with piper:test: .*Protobuf parsing failed/,
      ) as string,
    });
    rmSync(join(folder, "piper-test", MODEL));
    await expect(line.speak()).rejects.toMatchObject({
      code: "tool_failed",
      message: expect.stringContaining("Please check your config!") as string,
      hint: expect.stringContaining("proxx voices add piper:test --again") as string,
    });
  });
});

describe("says what to run", () => {
  test("where a voice was not added, or is none", async () => {
    const { voices } = await setUp({ voices: [] });
    await expect(
      voices.open("piper:test", "en").prepare({ text: "Hello.", language: "en" }, { signal }),
    ).rejects.toMatchObject({
      code: "tool_missing",
      hint: expect.stringContaining("proxx voices add piper:test") as string,
    });
    expect(() => voices.open("piper:tset", "en")).toThrow("There is no voice `piper:tset`");
    expect(() => voices.open("piper", "en")).toThrow("There is no voice `piper`");
    expect(() => voices.open("piper:../../etc", "en")).toThrow("There is no voice");
    expect(() => voices.open("piper:many/carl", "en")).toThrow("piper:many has no speaker `carl`");
    expect(() => voices.open("piper:many/5", "en")).toThrow("has no speaker `5`");
    expect(voices.open("piper:many/4", "en").name).toBe("piper:many/4");
    expect(voices.open("piper:many/ben", "en").name).toBe("piper:many/ben");
  });

  test.runIf(REAL_SHERPA === null)("where sherpa-onnx is not installed", async () => {
    const { voices, folder } = await setUp({ sherpa: false });
    expect(existsSync(join(folder, "node_modules"))).toBe(false);
    const preparing = voices.open("piper:test", "en").prepare({ text: "Hello.", language: "en" }, { signal });
    await expect(preparing).rejects.toMatchObject({
      code: "tool_missing",
      hint: expect.stringContaining(`npm install --prefix "${folder}" sherpa-onnx-node@1.13.8`) as string,
    });
  });
});

test("a pitch and a style are told to be left out", async () => {
  const { voices } = await setUp();
  const line = { text: "Hello.", language: "en", pitch: 2, style: "glad" };
  const { unsaid } = await voices.open("piper:test", "en").prepare(line, { signal });
  expect(unsaid.map(({ why }) => why)).toEqual([
    "said without its `pitch`: piper:test knows none",
    "said without its `style`: piper:test knows none",
  ]);
});

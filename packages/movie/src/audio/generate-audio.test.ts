import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProxxError, type Narration, type Script } from "@proxx/contract";
import { discoverTools, probe, readWav, wavFile } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { startFakeVoicevox, type FakeVoicevoxOptions } from "@proxx/testing/fake-providers";
import { createVoices, type CreateVoicesOptions } from "@proxx/voices";
import { describe, expect, onTestFinished, test } from "vitest";
import { createParts } from "../parts/parts.ts";
import { StepFailedError } from "../step-failed-error.ts";
import { generateAudioForScript, type GenerateAudioOptions } from "./generate-audio.ts";
import { loudnessOf } from "./speech/loudness.ts";

const tools = await discoverTools();
/** Its threads wait for the next text; what has been said is remembered in a movie's folder alone. */
const offline = createVoices({ tools });

/** A movie in a folder of its own, in English unless it is said otherwise. */
function movie(settings?: Partial<CreateVoicesOptions>) {
  const folder = temporaryFolder();
  const generate = (script: Script, options: Partial<GenerateAudioOptions> = {}) =>
    generateAudioForScript(script, {
      folder,
      parts: createParts({ folder: join(folder, ".proxx") }),
      voices: settings === undefined ? offline : createVoices({ tools, ...settings }),
      pause: async () => {},
      ...options,
    });
  return { folder, generate, audio: () => readdirSync(join(folder, "audio")).sort() };
}

function scriptOf(lines: readonly (Omit<Narration, "id"> & { id?: string })[], more: Partial<Script> = {}): Script {
  const narrations = lines.map((line, index) => ({ ...line, id: line.id ?? `n${index + 1}` }));
  const half = Math.ceil(narrations.length / 2);
  return {
    title: "A movie",
    language: "en",
    sections: [
      { id: "s1", title: "The first", narrations: narrations.slice(0, half) },
      { id: "s2", title: "The second", narrations: narrations.slice(half) },
    ],
    ...more,
  };
}

async function voicevox(options: FakeVoicevoxOptions & { timeoutMs?: number } = {}) {
  const engine = await startFakeVoicevox(options);
  onTestFinished(() => engine.close());
  return { engine, settings: { voicevox: { baseUrl: engine.url, fetch, timeoutMs: options.timeoutMs } } };
}

const THREE = [{ text: "One line." }, { text: "Two lines, and more." }, { text: "The third." }];

describe("each line", () => {
  test("is a file of its own, with its words where they are heard", async () => {
    const { generate, folder, audio } = movie();
    const told: [number, number][] = [];
    const { narrations, degradations } = await generate(scriptOf(THREE), {
      onProgress: (current, total) => told.push([current, total]),
    });
    expect(audio()).toEqual(["n1.wav", "n2.wav", "n3.wav"]);
    expect(narrations.map(({ id }) => id)).toEqual(["n1", "n2", "n3"]);
    expect(degradations).toEqual([]);
    expect(told).toEqual([0, 1, 2, 3].map((current) => [current, 3]));
    for (const [index, { path, samples, words, mouth }] of narrations.entries()) {
      const { audio: sounds, durationSeconds } = await probe(path, tools);
      expect(sounds[0]).toMatchObject({ codec: "pcm_s16le", sampleRate: 48_000, channels: 1 });
      expect((durationSeconds ?? 0) * 48_000).toBeCloseTo(samples, 0);
      const { text } = THREE[index] ?? { text: "" };
      expect(words.map((word) => text.slice(word.from, word.to))).toEqual(words.map((word) => word.text));
      expect(words[0]?.start).toBeCloseTo(0.06, 1);
      expect(words.at(-1)?.end).toBeLessThanOrEqual(samples / 48_000);
      expect(mouth.length).toBe(Math.ceil((samples / 48_000) * 60));
    }
    expect(narrations[0]?.path).toBe(join(folder, "audio", "n1.wav"));
  });

  test("is spoken once, and again where what makes it changes", async () => {
    const { generate, audio } = movie();
    const why = async (script: Script) =>
      Object.fromEntries((await generate(script)).narrations.map((one) => [one.id, one.why]));
    await generate(scriptOf(THREE));
    expect(await why(scriptOf(THREE))).toEqual({ n1: null, n2: null, n3: null });
    const edited = THREE.map((line, index) => (index === 1 ? { text: "Two lines, or more." } : line));
    expect(await why(scriptOf(edited))).toEqual({ n1: null, n2: expect.stringContaining("text"), n3: null });
    const longer = [
      ...THREE.map((line, index) => ({ ...line, id: `n${index + 1}` })).toSpliced(1, 0, {
        text: "A new one.",
        id: "new",
      }),
    ];
    expect(await why(scriptOf(longer))).toEqual({ n1: null, new: "new", n2: null, n3: null });
    const taught = { pronunciations: [{ word: "third", reading: "turd" }] };
    expect(await why(scriptOf(edited, taught))).toEqual({
      n1: null,
      n2: null,
      n3: "changed: speech.text",
    });
    const faster = edited.map((line, index) =>
      index === 0 ? { ...line, voice: { voice: "espeak", speed: 1.3 } } : line,
    );
    expect(await why(scriptOf(faster, taught))).toEqual({ n1: "changed: speech.speed", n2: null, n3: null });
    expect(audio()).toEqual(["n1.wav", "n2.wav", "n3.wav", "new.wav"]);
  });

  test("whose file was damaged is put right, without being spoken again", async () => {
    const { generate, folder } = movie();
    const { narrations } = await generate(scriptOf(THREE));
    truncateSync(join(folder, "audio", "n1.wav"), 100);
    writeFileSync(join(folder, "audio", "n2.wav"), "");
    const again = await generate(scriptOf(THREE));
    expect(again.narrations.map(({ reused }) => reused)).toEqual([true, true, true]);
    for (const { path, samples } of narrations) expect(readWav(readFileSync(path))?.samples.length).toBe(samples);
  });

  test("that is recorded is heard as it was recorded", async () => {
    const { generate, folder } = movie();
    const tone = Int16Array.from({ length: 24_000 }, (_, index) => 8000 * Math.sin(index / 10));
    writeFileSync(join(folder, "take 3.wav"), wavFile(tone, 24_000));
    const { narrations, degradations } = await generate(scriptOf([{ text: "Hello.", audio: "take 3.wav" }]));
    expect((narrations[0]?.samples ?? 0) / 48_000).toBeCloseTo(1.26, 1);
    expect(degradations).toEqual([]);
  });

  test("is as loud as every other, whoever speaks", async () => {
    const { settings } = await voicevox();
    const lines = [
      { text: "こんにちは、きょうもよいてんきですね。", voice: "voicevox:3" },
      { text: "Good day to all of you." },
      { text: "Das hier ist etwas leiser.", voice: "espeak:de" },
    ];
    const { narrations } = await movie(settings).generate(scriptOf(lines));
    for (const { path } of narrations) {
      const { samples = new Float32Array() } = readWav(readFileSync(path)) ?? {};
      expect(loudnessOf(samples.subarray(0.06 * 48_000, samples.length - 0.2 * 48_000))).toBeCloseTo(-16.6, 0);
    }
  });
});

test("a line whose voice is gone is kept as it was spoken, which is told, and only where the same is asked for", async () => {
  const { settings, engine } = await voicevox();
  const { generate } = movie(settings);
  const lines = [
    { text: "はい。", voice: "voicevox:3" },
    { text: "いいえ。", voice: "voicevox:3" },
  ];
  const { narrations } = await generate(scriptOf(lines));
  await engine.close();
  const again = await generate(scriptOf(lines));
  expect(again.narrations).toEqual(narrations.map((one) => ({ ...one, reused: true, why: null })));
  expect(again.degradations.map(({ code }) => code)).toEqual(["voice_not_asked", "voice_not_asked"]);
  const faster = lines.map((line, index) =>
    index === 0 ? { ...line, voice: { voice: "voicevox:3", speed: 2 } } : line,
  );
  const error = await generate(scriptOf(faster)).catch((failure: unknown) => failure);
  expect(error instanceof StepFailedError ? error.failures.map(({ narration }) => narration) : error).toEqual(["n1"]);
});

test("what a voice cannot say is told with the line", async () => {
  const { degradations } = await movie().generate(scriptOf([{ text: "The word 漢字 means kanji." }]));
  expect(degradations).toEqual([
    expect.objectContaining({ code: "text_unsaid", message: expect.stringMatching(/line `n1`, `漢字` is left out/) }),
  ]);
});

test("two personas talk in Japanese, with readings and a dictionary", async () => {
  const lexicon = { 今日: "キョー", 話: "ハナ", 便利: "ベンリ" };
  const { engine, settings } = await voicevox({ lexicon });
  const script = scriptOf(
    [
      { text: "今日はTypeScriptの話です。", persona_id: "zunda" },
      { text: "TypeScriptって、何ですか？", reading: "タイプスクリプトって、なんですか？", persona_id: "metan" },
      { text: "とても便利です。", persona_id: "zunda" },
    ],
    {
      language: "ja",
      personas: [
        { id: "zunda", name: "ずんだもん", voice: { voice: "voicevox:3", speed: 1.1 } },
        { id: "metan", name: "めたん", voice: { voice: "voicevox:四国めたん", style: "あまあま" } },
      ],
      pronunciations: [{ word: "TypeScript", reading: "タイプスクリプト" }],
    },
  );
  const { narrations, degradations } = await movie(settings).generate(script, { concurrency: 1 });
  expect(degradations).toEqual([]);
  expect(engine.requestsAt("result").map(({ query }) => query.get("speaker"))).toEqual(["3", "0", "3"]);
  expect([...engine.words.values()].map(({ pronunciation }) => pronunciation)).toEqual(["タイプスクリプト"]);
  const [first, asked] = narrations;
  expect(narrations.map(({ timing }) => timing)).toEqual(["measured", "measured", "measured"]);
  expect(first?.words.map(({ text }) => text).join("")).toBe("今日はTypeScriptの話です。");
  // A pause after the comma, in which the word before it ends and none begins.
  const what = asked?.words.find(({ text }) => text.startsWith("何"));
  const heard = readWav(readFileSync(asked?.path ?? ""))?.samples ?? new Float32Array();
  const start = Math.round((what?.start ?? 0) * 48_000);
  expect(heard.subarray(start - 4800, start - 480).every((sample) => Math.abs(sample) < 0.01)).toBe(true);
  expect(heard.subarray(start, start + 9600).some((sample) => Math.abs(sample) > 0.1)).toBe(true);
});

describe("a line that fails", () => {
  test.each([
    ["is down", { misbehave: [{ at: "poll", as: "reset" }] }, "provider_unavailable"],
    ["hangs", { misbehave: [{ at: "result", as: "hang" }], timeoutMs: 200 }, "provider_timeout"],
    ["answers with a page", { misbehave: [{ at: "result", as: "page" }] }, "result_unusable"],
    ["answers with nothing", { sound: new Uint8Array() }, "result_unusable"],
    ["breaks off", { misbehave: [{ at: "result", as: "truncated" }] }, "provider_unavailable"],
    ["answers with silence", { sound: wavFile(new Int16Array(24_000), 24_000) }, "result_unusable"],
  ] as const)("because its engine %s names itself, and the others are spoken", async (_what, options, code) => {
    const { settings } = await voicevox(options);
    const { generate, audio } = movie(settings);
    const script = scriptOf([{ text: "One." }, { text: "二つ。", voice: "voicevox:3" }, { text: "Three." }]);
    const error = await generate(script).catch((failure: unknown) => failure);
    if (!(error instanceof StepFailedError)) throw error;
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^audio: line `n2` of section `s1` \(The first\): /);
    expect(error.failures.map(({ narration }) => narration)).toEqual(["n2"]);
    expect(audio()).toEqual(["n1.wav", "n3.wav"]);
    // Once it is mended, only what is missing is spoken.
    const { settings: mended } = await voicevox();
    const { narrations } = await generate(script, { voices: createVoices({ tools, ...mended }) });
    expect(narrations.map(({ reused }) => reused)).toEqual([true, false, true]);
  });

  test("is tried again where the engine was only gone for a moment", async () => {
    const { settings, engine } = await voicevox({ misbehave: [{ at: "result", as: "status", status: 503, times: 2 }] });
    const { narrations } = await movie(settings).generate(scriptOf([{ text: "はい。", voice: "voicevox:3" }]));
    expect(narrations.length).toBe(1);
    expect(engine.requestsAt("result").length).toBe(3);
  });

  test("like the one before it lets the others of that voice be", async () => {
    const { settings, engine } = await voicevox({ misbehave: [{ at: "result", as: "hang" }], timeoutMs: 100 });
    const { generate } = movie(settings);
    const lines = Array.from({ length: 8 }, (_, index) => ({
      text: `${"あいうえお".slice(0, (index % 5) + 1)}。`,
      voice: "voicevox:3",
    }));
    const error = await generate(scriptOf(lines), { concurrency: 1 }).catch((failure: unknown) => failure);
    expect(error instanceof StepFailedError ? error.failures.length : 0).toBe(8);
    expect(engine.requestsAt("result").length).toBe(2);
  });

  test("because nobody has that voice, or there is no such recording, is told like any other", async () => {
    const script = scriptOf([
      { text: "One.", voice: "siri:en" },
      { text: "Two.", audio: "gone.wav" },
      { text: "Three." },
    ]);
    const { generate, audio } = movie();
    const error = await generate(script).catch((failure: unknown) => failure);
    expect(error instanceof StepFailedError ? error.failures.map((one) => one.error.code) : error).toEqual([
      "media_unsupported",
      "source_missing",
    ]);
    expect(audio()).toEqual(["n3.wav"]);
  });
});

test("stops when it is told to, at any moment, and leaves whole files alone", async () => {
  const { generate, folder } = movie();
  for (let after = 0; after < 6; after++) {
    const abort = new AbortController();
    let told = 0;
    const generating = generate(scriptOf(THREE), {
      signal: abort.signal,
      onProgress: () => {
        told += 1;
        if (told > after) abort.abort();
        else setImmediate(() => after % 2 === 1 && abort.abort());
      },
    });
    const error = await generating.catch((failure: unknown) => failure);
    if (error instanceof Error)
      expect(error instanceof ProxxError ? error.code : error.name).toMatch(/^(aborted|AbortError)$/);
    const audio = existsSync(join(folder, "audio")) ? readdirSync(join(folder, "audio")) : [];
    for (const name of audio) {
      expect(name).toMatch(/^n\d\.wav$/);
      expect(readWav(readFileSync(join(folder, "audio", name)))?.samples.length).toBeGreaterThan(9600);
    }
  }
  expect((await generate(scriptOf(THREE))).narrations.length).toBe(3);
});

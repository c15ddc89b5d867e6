import { discoverTools } from "@proxx/media";
import { startFakeVoicevox, type FakeVoicevoxOptions } from "@proxx/testing/fake-providers";
import { describe, expect, onTestFinished, test } from "vitest";
import { createVoices } from "../create-voices.ts";
import type { Line } from "../voice.ts";

const tools = await discoverTools();
const { signal } = new AbortController();
const LEXICON = { 東京: "トーキョー", 行: "イ", 今日: "キョー", 明日: "アシタ", 雨: "アメ" };

async function setUp(options: FakeVoicevoxOptions & { timeoutMs?: number } = {}) {
  const engine = await startFakeVoicevox({ lexicon: LEXICON, ...options });
  onTestFinished(() => engine.close());
  const voices = createVoices({ tools, voicevox: { baseUrl: engine.url, fetch, timeoutMs: options.timeoutMs } });
  const prepare = (line: Partial<Line> & { text: string }, name = "voicevox:3") =>
    voices.open(name, "ja").prepare({ language: "ja", ...line }, { signal });
  return { engine, prepare };
}

describe("a line", () => {
  test("is said by the style that is named, and each word is placed by its morae", async () => {
    const { engine, prepare } = await setUp();
    const text = "今日は、東京へ行きます。";
    const { samples, sampleRate, words, timing } = await (await prepare({ text })).speak();
    expect(timing).toBe("measured");
    expect(sampleRate).toBe(24_000);
    expect(words.map(({ word }) => word).join("")).toBe(text);
    for (const { word, from, to } of words) expect(text.slice(from, to)).toBe(word);
    const query = engine.requestsAt("result")[0]?.query.get("speaker");
    expect(query).toBe("3");
    // The comma is a pause: the word after it begins where something is heard again.
    const tokyo = Math.round((words.find(({ word }) => word.startsWith("東京"))?.start ?? 0) * sampleRate);
    const silent = samples.subarray(tokyo - 2048, tokyo);
    expect(silent.every((sample) => sample === 0)).toBe(true);
    expect(samples.subarray(tokyo, tokyo + 4096).some((sample) => sample !== 0)).toBe(true);
  });

  test("is said faster and higher when told to", async () => {
    const { engine, prepare } = await setUp();
    const plain = await (await prepare({ text: "あした" })).speak();
    const quick = await (await prepare({ text: "あした", speed: 2, pitch: 12 })).speak();
    expect(quick.samples.length).toBeLessThan(plain.samples.length * 0.6);
    const sent: unknown = JSON.parse(engine.requestsAt("result")[1]?.body.toString() ?? "");
    expect(sent).toMatchObject({ speedScale: 2, pitchScale: 1, intonationScale: 1 });
  });

  test("is said as its reading, whose words are still placed in the text", async () => {
    const { engine, prepare } = await setUp();
    const { words } = await (await prepare({ text: "明日は雨です", reading: "あすはあめです" })).speak();
    expect(engine.requestsAt("submit")[0]?.query.get("text")).toBe("あすはあめです");
    expect(words.map(({ word }) => word)).toEqual(["明日", "は", "雨", "です"]);
    for (const { start, end } of words) expect(end).toBeGreaterThan(start);
  });

  test.each([
    ["voicevox", undefined, 2],
    ["voicevox:ずんだもん", undefined, 3],
    ["voicevox:ずんだもん", "ささやき", 22],
    ["voicevox:3", "ささやき", 22],
    ["voicevox:四国めたん/あまあま", undefined, 0],
  ])("%s in style %s is style %i", async (name, style, id) => {
    const { engine, prepare } = await setUp();
    await (await prepare({ text: "はい", style }, name)).speak();
    expect(engine.requestsAt("result")[0]?.query.get("speaker")).toBe(String(id));
  });

  test("of a voice or a style that the engine has not is refused with those it has", async () => {
    const { prepare } = await setUp();
    await expect(prepare({ text: "はい" }, "voicevox:ずんだもも")).rejects.toMatchObject({
      code: "media_unsupported",
      hint: expect.stringContaining("四国めたん, ずんだもん"),
    });
    await expect(prepare({ text: "はい", style: "つよき" })).rejects.toThrow("no style `つよき` of ずんだもん");
  });
});

describe("the dictionary", () => {
  const text = "TypeScriptは東京で、TypeScriptは";
  const pronunciations = [{ word: "TypeScript", reading: "たいぷすくりぷと" }];

  test("is given to the engine, once for all lines", async () => {
    const { engine, prepare } = await setUp();
    const lines = await Promise.all([prepare({ text, pronunciations }), prepare({ text, pronunciations })]);
    const [{ words } = { words: [] }] = await Promise.all(lines.map((line) => line.speak()));
    expect([...engine.words.values()]).toEqual([
      expect.objectContaining({ surface: "ＴｙｐｅＳｃｒｉｐｔ", pronunciation: "タイプスクリプト", accent_type: 6 }),
    ]);
    expect(engine.requestsAt("submit")[0]?.query.get("text")).toBe(text);
    const lasting = words.map(({ start, end }) => end - start);
    expect(words[0]?.word).toBe("TypeScript");
    expect(lasting[0]).toBeGreaterThan(0.5);
  });

  test("words that an engine knows in its own way are left to it, and written out here", async () => {
    const own = { surface: "TypeScript", pronunciation: "タイプ", accent_type: 1, priority: 5 };
    const { engine, prepare } = await setUp({ words: [own] });
    await (await prepare({ text, pronunciations })).speak();
    expect([...engine.words.values()]).toEqual([expect.objectContaining({ pronunciation: "タイプ" })]);
    expect(engine.requestsAt("submit")[0]?.query.get("text")).toBe("たいぷすくりぷとは東京で、たいぷすくりぷとは");
  });

  test("words are written out where the engine takes none", async () => {
    const { engine, prepare } = await setUp({ takesWords: false });
    const { words } = await (await prepare({ text, pronunciations })).speak();
    expect(engine.requestsAt("submit")[0]?.query.get("text")).toBe("タイプスクリプトは東京で、タイプスクリプトは");
    expect(words.map(({ word }) => word).join("")).toBe(text);
  });

  test("decides how a line is said where its words stand in it, and nowhere else", async () => {
    const own = { surface: "雨", pronunciation: "アマ", accent_type: 1, priority: 5 };
    const [plain, taught] = [await setUp(), await setUp({ words: [own] })];
    const of = async ({ prepare }: typeof plain, line: Partial<Line> & { text: string }) =>
      (await prepare(line)).ingredients;
    expect(await of(taught, { text: "雨です" })).not.toEqual(await of(plain, { text: "雨です" }));
    expect(await of(taught, { text: "はい" })).toEqual(await of(plain, { text: "はい", pronunciations }));
    // What was added by an earlier run is the same as what is to be added.
    const before = await of(plain, { text, pronunciations });
    await (await plain.prepare({ text, pronunciations })).speak();
    const later = createVoices({ tools, voicevox: { baseUrl: plain.engine.url, fetch } }).open("voicevox:3", "ja");
    expect((await later.prepare({ text, language: "ja", pronunciations }, { signal })).ingredients).toEqual(before);
  });
});

test("another version of the engine is another ingredient", async () => {
  const [older, newer] = [await setUp(), await setUp({ version: "0.25.0" })];
  expect((await newer.prepare({ text: "はい" })).ingredients).not.toEqual(
    (await older.prepare({ text: "はい" })).ingredients,
  );
});

describe("an engine", () => {
  test("that is down is named with how to start it", async () => {
    const voices = createVoices({ tools, voicevox: { baseUrl: "http://127.0.0.1:9", fetch } });
    const preparing = voices.open("voicevox:3", "ja").prepare({ text: "はい", language: "ja" }, { signal });
    await expect(preparing).rejects.toMatchObject({
      code: "provider_unavailable",
      message: "No VOICEVOX engine answers at http://127.0.0.1:9.",
      hint: expect.stringContaining("docker run"),
    });
  });

  test.each([
    ["hangs", { misbehave: [{ at: "result", as: "hang" }], timeoutMs: 300 }, "provider_timeout"],
    ["breaks off", { misbehave: [{ at: "result", as: "truncated" }] }, "provider_unavailable"],
    ["answers with a page", { misbehave: [{ at: "submit", as: "page" }] }, "result_unusable"],
    ["answers with a page for a sound", { misbehave: [{ at: "result", as: "page" }] }, "result_unusable"],
    ["fails", { misbehave: [{ at: "submit", as: "status", status: 500 }] }, "provider_unavailable"],
    [
      "refuses",
      { misbehave: [{ at: "submit", as: "status", status: 422, body: { detail: "no" } }] },
      "provider_failed",
    ],
    ["answers with nothing", { sound: new Uint8Array() }, "result_unusable"],
    ["answers with garbage", { sound: new Uint8Array(500).fill(7) }, "result_unusable"],
  ] as const)("that %s fails the line, with a code that says how", async (_what, options, code) => {
    const { prepare } = await setUp(options);
    const line = await prepare({ text: "はい" });
    await expect(line.speak()).rejects.toMatchObject({ code });
  });

  test("that was down is asked again", async () => {
    const { prepare } = await setUp({ misbehave: [{ at: "poll", as: "reset", times: 1 }] });
    await expect(prepare({ text: "はい" })).rejects.toMatchObject({ code: "provider_unavailable" });
    expect((await (await prepare({ text: "はい" })).speak()).samples.length).toBeGreaterThan(0);
  });

  test("is left as soon as it is no longer wanted", async () => {
    const { engine } = await setUp({ misbehave: [{ at: "result", as: "hang" }] });
    const abort = new AbortController();
    const voice = createVoices({ tools, voicevox: { baseUrl: engine.url, fetch } }).open("voicevox:3", "ja");
    const line = await voice.prepare({ text: "はい", language: "ja" }, { signal: abort.signal });
    const speaking = line.speak();
    abort.abort();
    await expect(speaking).rejects.toMatchObject({ code: "aborted" });
  });
});

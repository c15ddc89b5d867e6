import { discoverTools } from "@proxx/media";
import { startFakeVoicevox } from "@proxx/testing/fake-providers";
import { expect, onTestFinished, test } from "vitest";
import { createVoices } from "./create-voices.ts";
import { parseVoices } from "./espeak/list-espeak-voices.ts";

const tools = await discoverTools();
const { signal } = new AbortController();

test("lists the voices that can be named, and each of them speaks", async () => {
  const engine = await startFakeVoicevox();
  onTestFinished(() => engine.close());
  const voices = createVoices({ tools, voicevox: { baseUrl: engine.url, fetch } });
  const { voices: listed, silent } = await voices.list(signal);
  expect(silent).toEqual([]);
  expect(listed).toContainEqual({ name: "voicevox:22", language: "ja", description: "ずんだもん/ささやき" });
  expect(listed.map(({ name }) => name)).not.toContain("voicevox:3003");
  expect(listed.length).toBeGreaterThan(100);
  for (const name of ["espeak:ja", "espeak:en-gb", "voicevox:22"]) {
    const voice = listed.find((one) => one.name === name);
    const line = await voices
      .open(voice?.name, "ja")
      .prepare({ text: "1", language: voice?.language ?? "en" }, { signal });
    expect((await line.speak()).samples.length).toBeGreaterThan(0);
  }
});

test("says which engine did not tell its voices, and lists the others'", async () => {
  const voices = createVoices({ tools, voicevox: { baseUrl: "http://127.0.0.1:9", fetch } });
  const { voices: listed, silent } = await voices.list(signal);
  expect(silent).toEqual([{ engine: "voicevox", why: "No VOICEVOX engine answers at http://127.0.0.1:9." }]);
  expect(listed.length).toBeGreaterThan(100);
});

test("reads what the program prints of its voices", () => {
  const printed = [
    "Pty Language       Age/Gender VoiceName          File                 Other Languages",
    " 5  af              --/M      Afrikaans          gmw/af               ",
    " 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)",
  ];
  expect(parseVoices(printed)).toEqual([
    { name: "espeak:af", language: "af", description: "Afrikaans" },
    { name: "espeak:en-gb", language: "en-gb", description: "English (Great Britain)" },
  ]);
});

test("the language's voice speaks where none is named", () => {
  const voices = createVoices({ tools, defaults: { ja: "voicevox:3", "*": "espeak:en-gb" }, voicevox: { fetch } });
  expect(["ja-JP", "fr", "en"].map((language) => voices.open(undefined, language).name)).toEqual([
    "voicevox:3",
    "espeak:en-gb",
    "espeak:en-gb",
  ]);
});

test("a voice is a name, and never a file", () => {
  const voices = createVoices({ tools });
  for (const name of ["/etc/passwd", "../../etc/passwd", "gmw/../../passwd", "..\\passwd"]) {
    expect(() => voices.open(`espeak:${name}`, "en")).toThrow("is no name of a voice");
  }
  for (const name of ["en-gb", "gmw/en", "en+f3", "English_(Great_Britain)"]) {
    expect(voices.open(`espeak:${name}`, "en").name).toBe(`espeak:${name}`);
  }
});

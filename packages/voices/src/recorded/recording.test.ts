import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools, wavFile } from "@proxx/media";
import { runFfmpeg, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createVoices } from "../create-voices.ts";

const context = { signal: new AbortController().signal };
const voices = createVoices({ tools: await discoverTools() });
const line = { text: "one two", language: "en" };

test("a recording of any format is a line, with its words spread over it", async () => {
  const path = join(temporaryFolder(), "take.mp3");
  runFfmpeg(["-f", "lavfi", "-i", "sine=440:duration=2", "-ac", "2", path]);
  const prepared = await voices.openRecording(path).prepare(line, context);
  const { samples, sampleRate, words, timing } = await prepared.speak();
  expect(samples.length / sampleRate).toBeCloseTo(2, 1);
  expect(words.map(({ word }) => word)).toEqual(["one", "two"]);
  expect(timing).toBe("estimated");
});

test("another recording under the same name has other ingredients", async () => {
  const path = join(temporaryFolder(), "take.wav");
  const ingredients = async (level: number) => {
    writeFileSync(path, wavFile(new Int16Array(100).fill(level), 8000));
    return (await voices.openRecording(path).prepare(line, context)).ingredients;
  };
  expect(await ingredients(1)).not.toEqual(await ingredients(2));
});

test.each([
  ["empty", ""],
  ["no sound", "<html>Please sign in</html>"],
  ["cut off", wavFile(new Int16Array(100), 8000).subarray(0, 80)],
])("a file that is %s is refused by its name", async (_what, bytes) => {
  const path = join(temporaryFolder(), "take.wav");
  writeFileSync(path, bytes);
  const prepared = await voices.openRecording(path).prepare(line, context);
  await expect(prepared.speak()).rejects.toMatchObject({
    code: expect.stringMatching(/^(result_unusable|source_damaged)$/),
  });
});

test("a file that is not there is told before anything is spoken", async () => {
  const preparing = voices.openRecording("/nowhere/take.wav").prepare(line, context);
  await expect(preparing).rejects.toMatchObject({
    code: "source_missing",
    message: expect.stringContaining("/nowhere/take.wav"),
  });
});

test("a name that no engine has is refused with one that is like it", () => {
  expect(() => voices.open("espaek:en", "en")).toThrow(/There is no voice `espaek:en`/);
});

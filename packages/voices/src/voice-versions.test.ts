import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import { startFakeVoicevox, type FakeVoicevoxOptions } from "@proxx/testing/fake-providers";
import { expect, onTestFinished, test } from "vitest";
import { createVoices } from "./create-voices.ts";
import { programVersion } from "./espeak/espeak-voice.ts";
import { voiceVersions } from "./voice-versions.ts";
import { createVoicevoxEngine } from "./voicevox/voicevox-engine.ts";

const tools = await discoverTools();

async function versionWith(options: FakeVoicevoxOptions) {
  const engine = await startFakeVoicevox(options);
  onTestFinished(() => engine.close());
  return (await createVoices({ tools, voicevox: { baseUrl: engine.url, fetch } }).versions())["voicevox"];
}

test("tell espeak-ng and the analyser of Japanese, and nothing of an engine that is not set up", async () => {
  const version = expect.stringMatching(/\d+\.\d+/) as string;
  expect(await createVoices({ tools }).versions()).toEqual({ reading: "1", espeak: version, lindera: version });
});

test("tell an engine of another version, with other voices' data or another dictionary from the one before", async () => {
  const known = { surface: "雨", pronunciation: "アマ", accent_type: 1, priority: 5 };
  const versions = [
    await versionWith({}),
    await versionWith({ version: "0.25.0" }),
    await versionWith({ words: [known] }),
    await versionWith({ misbehave: [{ at: "poll", as: "status", status: 500 }] }),
  ];
  expect(new Set(versions).size).toBe(versions.length);
  expect(await versionWith({})).toBe(versions[0]);
});

test("ask an engine each time: one that was started anew is another one, also for the lines that follow", async () => {
  const [older, newer] = [await startFakeVoicevox(), await startFakeVoicevox({ version: "0.25.0" })];
  onTestFinished(() => older.close());
  onTestFinished(() => newer.close());
  let at = older.url;
  const reach: typeof fetch = (input, init) => {
    const { url } = new Request(input, init);
    return fetch(url.replace(older.url, at), init);
  };
  const engine = createVoicevoxEngine({ baseUrl: older.url, fetch: reach });
  const before = await voiceVersions(undefined, { voicevox: engine });
  at = newer.url;
  expect(await voiceVersions(undefined, { voicevox: engine })).not.toEqual(before);
  expect(await engine.about(new AbortController().signal)).toMatchObject({ version: "0.25.0" });
});

test("tell an espeak-ng of the machine's from another one where none is installed with Proxx", async () => {
  const said = await Promise.all(
    ["1.51", "1.52"].map(async (version) => {
      const path = join(temporaryFolder(), "espeak-ng");
      writeFileSync(
        path,
        `#!/bin/sh\necho "eSpeak NG text-to-speech: ${version}  Data at: /usr/share/espeak-ng-data"\n`,
      );
      chmodSync(path, 0o755);
      return programVersion(path, new AbortController().signal);
    }),
  );
  expect(said[0]).not.toBe(said[1]);
});

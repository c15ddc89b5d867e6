import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStrings, type PlanContext } from "@proxx/contract";
import { readSubRip } from "@proxx/media";
import { BUILT_IN_PROVIDERS, createProviders, readProviderSettings } from "@proxx/providers";
import { askFfprobe, decodeSound, pictureClip, temporaryFolder } from "@proxx/testing";
import { FAKE_KEY, formOf, formText, startFakeOpenai } from "@proxx/testing/fake-providers";
import { describe, expect, onTestFinished, test } from "vitest";
import type { OperationResources } from "../src/operation-resources.ts";
import { createAddSubtitles } from "../src/subtitles/subtitles.ts";
import { createTranscribe } from "../src/transcribe/transcribe.ts";
import { blackClip } from "./caption-ink.ts";
import { resources, runOperation } from "./run-operation.ts";

const transcribe = createTranscribe(resources);
const video = blackClip();
const KNOWN = {
  language: "en",
  text: "Hello, world.",
  words: [
    { word: "Hello", start: 0.2, end: 0.6 },
    { word: "world", start: 0.7, end: 1.1 },
  ],
};
const MODEL = { provider: "openai", model: "whisper-1" };

/** A resources whose OpenAI is a server on this machine, which hears `KNOWN`. */
async function listeningKit(changes: Partial<OperationResources> = {}) {
  const server = await startFakeOpenai({ results: { "whisper-1": { output: { ...KNOWN, language: "english" } } } });
  onTestFinished(() => server.close());
  const variables = { OPENAI_API_KEY: FAKE_KEY };
  const settings = readProviderSettings(BUILT_IN_PROVIDERS, variables, { openai: server.baseUrl });
  const providers = createProviders(BUILT_IN_PROVIDERS, { fetch, settings });
  return { server, resources: { ...resources, providers, ...changes } };
}

describe("transcribe without a model", () => {
  test("gives what an earlier job knows, as a document and as subtitles", async () => {
    const output = await runOperation(
      transcribe,
      { media: video },
      { folder: temporaryFolder(), transcripts: { [video]: KNOWN } },
    );
    expect(output.transcript).toEqual(KNOWN);
    expect(output.files.map(({ kind, mediaType }) => [kind, mediaType])).toEqual([
      ["transcript", "application/json"],
      ["subtitles", "application/x-subrip"],
      ["subtitles", "text/vtt"],
    ]);
    expect(JSON.parse(readFileSync(output.path, "utf8"))).toEqual(KNOWN);
    expect(readSubRip(readFileSync(output.files[1]?.path ?? "", "utf8"))).toEqual([
      { start: 0.2, end: 1.1, text: "Hello, world." },
    ]);
  });

  test("says that nobody knows, beforehand and when it is run", async () => {
    expect(await issuesOf({})).toMatchObject([
      { code: "text_missing", hint: expect.stringContaining("model") as string },
    ]);
    expect(await issuesOf({}, { knowsWords: () => true })).toEqual([]);
    // Where the words are known already, nobody would hear of them.
    expect(await issuesOf({ options: { temperature: 0 } }, { knowsWords: () => true })).toMatchObject([
      { path: "$.options", code: "unknown_parameter", hint: expect.stringContaining("model") as string },
    ]);
    await expect(runOperation(transcribe, { media: video }, { folder: temporaryFolder() })).rejects.toMatchObject({
      code: "text_missing",
    });
  });
});

describe("a model that listens", () => {
  test("is sent the sound alone, small, and gives the words", async () => {
    const { server, resources: listening } = await listeningKit();
    const output = await runOperation(
      createTranscribe(listening),
      { media: video, model: MODEL, language: "en" },
      { folder: temporaryFolder() },
    );
    expect(output.transcript).toEqual(KNOWN);
    const [request] = server.requests;
    if (request === undefined) throw new Error("Expected a request");
    expect(await formText(request, "model")).toBe("whisper-1");
    expect(await formText(request, "language")).toBe("en");
    const file = (await formOf(request)).get("file");
    if (!(file instanceof File)) throw new Error("Expected a file");
    const path = join(temporaryFolder(), "heard.m4a");
    writeFileSync(path, Buffer.from(await file.arrayBuffer()));
    expect(file.size).toBeLessThan(20_000);
    expect(decodeSound(path, 16_000).length / 16_000).toBeCloseTo(2, 1);
  });

  test("listens for subtitles where nobody knows the words, and only there", async () => {
    const { server, resources: listening } = await listeningKit({
      defaultModels: { transcription: { ...MODEL, provider: "openai" } },
    });
    const subtitles = createAddSubtitles(listening);
    const params = subtitles.signature.params.parse({ video });
    expect(await subtitles.check?.(params, context())).toEqual([]);
    expect((await subtitles.approach(params, context())).provider).toBe("openai:whisper-1");
    const heard = await runOperation(subtitles, { video, mode: "soft" }, { folder: temporaryFolder() });
    expect(heard.transcript?.text).toBe("Hello, world.");
    expect(askFfprobe(heard.path).streams).toHaveLength(3);
    expect(server.requests).toHaveLength(1);
    const known = { [video]: { ...KNOWN, text: "Known already." } };
    const told = await runOperation(
      subtitles,
      { video, mode: "files" },
      { folder: temporaryFolder(), transcripts: known },
    );
    expect(told.transcript?.text).toBe("Hello world");
    expect(server.requests).toHaveLength(1);
  });

  test("has nothing to listen to in a silent film", async () => {
    const { server, resources: listening } = await listeningKit();
    const silent = pictureClip("silent.mp4");
    await expect(
      runOperation(createTranscribe(listening), { media: silent, model: MODEL }, { folder: temporaryFolder() }),
    ).rejects.toMatchObject({ code: "text_missing" });
    expect(server.requests).toEqual([]);
  });

  test("needs a key, which is said beforehand", async () => {
    expect(await issuesOf({ model: MODEL })).toMatchObject([{ code: "provider_key_missing" }]);
  });
});

function context(changes: Partial<PlanContext> = {}): PlanContext {
  return { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [], ...changes };
}

async function issuesOf(params: Record<string, unknown>, changes: Partial<PlanContext> = {}) {
  const parsed = transcribe.signature.params.parse(readStrings({ media: "a.mp4", ...params }).params);
  return (await transcribe.check?.(parsed, context(changes))) ?? [];
}

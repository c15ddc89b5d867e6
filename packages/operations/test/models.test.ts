import { readFileSync } from "node:fs";
import {
  Parked,
  ProxxError,
  readStrings,
  type Load,
  type Model,
  type Operation,
  type OperationContext,
  type OperationEvent,
  type PlanContext,
} from "@proxx/contract";
import * as builders from "../src/builders.ts";
import { defineFilmOperation } from "../src/define-film-operation.ts";
import { createNetwork } from "@proxx/network";
import { BUILT_IN_PROVIDERS, createProviders, readProviderSettings, type Provider } from "@proxx/providers";
import { askFfprobe, decodePixels, makeClip, temporaryFolder, testPicture, testTone } from "@proxx/testing";
import {
  FAKE_KEY,
  jsonOf,
  startFakeElevenlabs,
  startFakeFal,
  startFakeOpenai,
  startFakeReplicate,
  type FakeReplicateOptions,
} from "@proxx/testing/fake-providers";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLipSync } from "../src/lip-sync/lip-sync.ts";
import { createRemoveBackground } from "../src/remove-background/remove-background.ts";
import { createCaptions } from "../src/subtitles/subtitles.ts";
import { createTranscribe } from "../src/transcribe/transcribe.ts";
import { createGenerateAudio } from "../src/generate-audio/generate-audio.ts";
import { createGenerateImage } from "../src/generate-image/generate-image.ts";
import { createGenerateVideo } from "../src/generate-video/generate-video.ts";
import type { OperationResources } from "../src/operation-resources.ts";
import { filmByModel, lipSyncWork } from "../src/lip-sync/lip-sync-model.ts";
import { cancelNotedRun } from "../src/ask-model/noted-down.ts";
import { modelApproach, modelIssues, runModel } from "../src/ask-model/run-model.ts";
import { resources, runOperation } from "./run-operation.ts";

const VIDEO = file("film.mp4", "video/mp4", [...testPicture({ size: "64x36", seconds: 0.5 }), "-c:v", "mpeg4"]);
const WEBM = file("film.webm", "video/mp4", [...testPicture({ size: "64x36", seconds: 0.5 }), "-c:v", "libvpx-vp9"]);
const PICTURE = file("picture.png", "image/png", [...testPicture({ size: "64x36", seconds: 1 }), "-frames:v", "1"]);
const SPEECH = file("speech.mp3", "audio/mpeg", testTone({ seconds: 0.5 }));
const PAGE = { data: Buffer.from("<html>Please sign in</html>"), mediaType: "video/mp4" };

const SEEDANCE: Model = { provider: "replicate", model: "bytedance/seedance-1-pro" };
const PLAN: PlanContext = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };

function file(name: string, mediaType: string, args: readonly string[]) {
  return { data: readFileSync(makeClip(name, args)), mediaType };
}

/** A resources that asks these servers in place of the providers. */
function asking(baseUrls: Record<string, string>, changes: Partial<OperationResources> = {}): OperationResources {
  const keys = {
    REPLICATE_API_TOKEN: FAKE_KEY,
    FAL_KEY: FAKE_KEY,
    OPENAI_API_KEY: FAKE_KEY,
    ELEVENLABS_API_KEY: FAKE_KEY,
    GOOGLE_API_KEY: FAKE_KEY,
  };
  const settings = readProviderSettings(BUILT_IN_PROVIDERS, keys, baseUrls);
  return { ...resources, providers: createProviders(BUILT_IN_PROVIDERS, { fetch, settings }), ...changes };
}

async function replicate(options: Partial<FakeReplicateOptions> = {}) {
  const server = await startFakeReplicate({ results: { "*": VIDEO }, ...options });
  onTestFinished(() => server.close());
  return { server, video: createGenerateVideo(asking({ replicate: server.baseUrl })) };
}

/** As an attempt does of which only the note is left. */
async function submitTo({ baseUrl }: { readonly baseUrl: string }): Promise<void> {
  await fetch(`${baseUrl}/models/bytedance/seedance-1-pro/predictions`, {
    method: "POST",
    headers: { authorization: `Bearer ${FAKE_KEY}` },
    body: JSON.stringify({ input: { prompt: "x" } }),
  });
}

/** What is noted down before a request is sent. */
const SUBMITTING: unknown = expect.objectContaining({ provider: "replicate", isSubmitting: true });
/** And right after. */
const RUN: unknown = expect.objectContaining({ provider: "replicate", id: "prediction1" });

/** What a job has of its engine, with what it did with it. */
function jobContext(changes: Partial<OperationContext> = {}) {
  const network = createNetwork({ purpose: "result", allowPrivate: true });
  onTestFinished(() => network.close());
  const notes: unknown[] = [];
  const pauses: number[] = [];
  const messages: (string | undefined)[] = [];
  const reports: OperationEvent[] = [];
  const context: Partial<OperationContext> = {
    report: (event) => void reports.push(event),
    remember: async (note) => void notes.push(note),
    park: async (milliseconds) => void pauses.push(milliseconds),
    progress: (_current, _total, message) => void messages.push(message),
    download: async (url, path) => {
      const fetched = await network.fetchToFile(url, path);
      return { mediaType: fetched.status === "fetched" ? fetched.mediaType : null };
    },
    ...changes,
  };
  return { context, notes, pauses, messages, reports };
}

describe("a model", () => {
  test("is asked in its own words, and its film brought at once", async () => {
    const { server, video } = await replicate();
    const { context, notes, messages, reports } = jobContext();
    const params = { model: SEEDANCE, prompt: "A lighthouse", duration: 3, cameraMotion: "fixed", fps: 24 };
    const { files, path } = await runOperation(video, params, { folder: temporaryFolder(), context });
    expect(jsonOf(server.requestsAt("submit")[0] ?? fail("was not asked"))).toMatchObject({
      input: { prompt: "A lighthouse", duration: 3, camera_fixed: true, fps: 24 },
    });
    expect(files).toMatchObject([{ kind: "video", mediaType: "video/mp4" }]);
    expect(readFileSync(path)).toEqual(VIDEO.data);
    expect(notes).toEqual([SUBMITTING, RUN]);
    expect(messages).toContain("running at replicate");
    const asked = { provider: "replicate", model: SEEDANCE.model };
    expect(reports).toEqual([
      { type: "provider-asked", ...asked, task: "video" },
      { type: "provider-answered", ...asked, seconds: expect.any(Number), errorCode: null },
    ]);
  });

  test("is given files, and knows by its bytes what it gave", async () => {
    const { server, video } = await replicate({ results: { "*": WEBM } });
    const { context } = jobContext();
    const image = makeClip("picture.png", [...testPicture({ size: "64x36", seconds: 1 }), "-frames:v", "1"]);
    const params = { model: SEEDANCE, prompt: "x", image };
    const { files, path } = await runOperation(video, params, { folder: temporaryFolder(), context });
    expect(server.requestsAt("upload")).toHaveLength(1);
    expect(files).toMatchObject([{ kind: "video", mediaType: "video/webm" }]);
    expect(path).toMatch(/\.webm$/);
    expect(askFfprobe(path).video).toMatchObject({ codec_name: "vp9" });
  });

  test("may give several pictures, and things beside a film", async () => {
    const { server } = await replicate({
      results: { "black-forest-labs/flux-schnell": [PICTURE, PICTURE], "*": [PICTURE, VIDEO] },
    });
    const asked = asking({ replicate: server.baseUrl });
    const flux = { provider: "replicate", model: "black-forest-labs/flux-schnell" };
    const pictures = await runOperation(
      createGenerateImage(asked),
      { model: flux, prompt: "x", options: { num_outputs: 2 } },
      { folder: temporaryFolder(), ...jobContext() },
    );
    expect(pictures.files.map(({ mediaType }) => mediaType)).toEqual(["image/png", "image/png"]);
    const film = await runOperation(
      createGenerateVideo(asked),
      { model: SEEDANCE, prompt: "x" },
      { folder: temporaryFolder(), ...jobContext() },
    );
    expect(film.files.map(({ kind }) => kind)).toEqual(["video", "image"]);
  });

  test.each([
    ["a page", PAGE, "gave something that is no medium (video/mp4) in place of video"],
    ["a picture", PICTURE, "gave image/png in place of video"],
  ])("that gives %s in place of a film has given nothing", async (_what, result, message) => {
    const { video } = await replicate({ results: { "*": result } });
    const { context, notes } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toMatchObject({ code: "result_unusable", message: expect.stringContaining(message) });
    expect(notes.at(-1)).toBeNull();
  });
});

describe("a job that is parked", () => {
  /** Runs an operation again and again as the engine does, each time with what it noted down. */
  async function runParking(operation: Operation, params: Record<string, unknown>) {
    const { context, notes, reports } = jobContext();
    const parks: number[] = [];
    const park = async (milliseconds: number) => {
      parks.push(milliseconds);
      return Promise.reject(new Parked(milliseconds, "wait"));
    };
    for (;;) {
      const remembered: unknown = JSON.parse(JSON.stringify(notes.at(-1) ?? null));
      const running = runOperation(operation, params, {
        folder: temporaryFolder(),
        context: { ...context, park, remembered },
      });
      const outcome = await running.catch((error: unknown) => error);
      if (!(outcome instanceof Parked)) return { outcome, notes, parks, reports };
    }
  }

  test("asks after its run each time, sends it once, and tells of it once", async () => {
    const { server, video } = await replicate({ polls: 3 });
    const image = makeClip("sent.png", [...testPicture({ size: "64x36", seconds: 1 }), "-frames:v", "1"]);
    const { outcome, parks, reports } = await runParking(video, { model: SEEDANCE, prompt: "x", image });
    expect(outcome).toMatchObject({ files: [{ kind: "video" }] });
    expect(parks.length).toBeGreaterThanOrEqual(3);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(server.requestsAt("upload")).toHaveLength(1);
    expect(reports.map(({ type }) => type)).toEqual(["provider-asked", "provider-answered"]);
  });

  test("is given up when its provider stays silent, and begins to count anew", async () => {
    const { server, video } = await replicate({ misbehave: [{ at: "poll", as: "status", status: 500 }] });
    const { outcome, notes } = await runParking(video, { model: SEEDANCE, prompt: "x" });
    expect(outcome).toMatchObject({ code: "provider_unavailable", retryable: true });
    expect(server.requestsAt("poll")).toHaveLength(6);
    expect(notes.at(-1)).toMatchObject({ id: "prediction1", unanswered: 0 });
  });

  test("is given up when its provider says too often that it is asked too much", async () => {
    const { server, video } = await replicate({ misbehave: [{ at: "submit", as: "status", status: 429 }] });
    const { outcome, parks } = await runParking(video, { model: SEEDANCE, prompt: "x" });
    expect(outcome).toMatchObject({ code: "provider_rate_limited", retryable: true });
    expect(server.requestsAt("submit")).toHaveLength(6);
    expect(parks).toEqual([2000, 4000, 8000, 16_000, 32_000]);
  });

  test("waits longer the older its run is, and for no run that has had its time", async () => {
    const { server, video } = await replicate({ polls: 1000 });
    await submitTo(server);
    const ages = [1000, 10_000, 60_000, 2 * 3_600_000];
    const waits: unknown[] = [];
    for (const age of ages) {
      const remembered = { provider: "replicate", id: "prediction1", submittedAtMs: Date.now() - age };
      const { context } = jobContext({ remembered });
      const park = async (milliseconds: number) => Promise.reject(new Parked(milliseconds, "wait"));
      const running = runOperation(
        video,
        { model: SEEDANCE, prompt: "x" },
        { folder: temporaryFolder(), context: { ...context, park } },
      );
      const outcome = await running.catch((error: unknown) => error);
      waits.push(outcome instanceof Parked ? outcome.lookAgainInMs : outcome);
    }
    expect(waits).toEqual([1500, 5063, 15_000, expect.objectContaining({ code: "provider_timeout" })]);
  });

  test("is cancelled at its provider by what it noted down", async () => {
    const server = await startFakeFal({ results: { "*": VIDEO } });
    onTestFinished(() => server.close());
    const { providers } = asking({ fal: server.baseUrl });
    const operation = createGenerateVideo(asking({ fal: server.baseUrl }));
    const { context, notes } = jobContext();
    const park = async () => Promise.reject(new Parked(1, "wait"));
    const params = { model: { provider: "fal", model: "fal-ai/veo3" }, prompt: "x" };
    const running = runOperation(operation, params, { folder: temporaryFolder(), context: { ...context, park } });
    await expect(running).rejects.toBeInstanceOf(Parked);
    await cancelNotedRun(JSON.parse(JSON.stringify(notes.at(-1))), providers, {});
    expect(server.requestsAt("cancel")).toHaveLength(1);
    for (const note of [null, undefined, { provider: "fal", isSubmitting: true }, { provider: "nobody", id: "1" }]) {
      await cancelNotedRun(note, providers, {});
    }
    expect(server.requestsAt("cancel")).toHaveLength(1);
  });
});

describe("a run whose id nobody has", () => {
  const params = { model: SEEDANCE, prompt: "x" };
  const image = () => makeClip("found.png", [...testPicture({ size: "64x36", seconds: 1 }), "-frames:v", "1"]);

  /** What an attempt has noted down whose process is gone when its request has been answered. */
  async function noteOfGone(operation: Operation, gone: Record<string, unknown>): Promise<unknown> {
    const notes: unknown[] = [];
    const answered = Promise.withResolvers<void>();
    const remember = (note: unknown) => {
      notes.push(note);
      if (notes.length === 1) return Promise.resolve();
      answered.resolve();
      return new Promise<never>(() => {});
    };
    void runOperation(operation, gone, { folder: temporaryFolder(), context: jobContext({ remember }).context });
    await answered.promise;
    return JSON.parse(JSON.stringify(notes[0]));
  }

  test("is found at its provider by what it was sent, and not sent a second time", async () => {
    const { server, video } = await replicate();
    const withImage = { ...params, image: image() };
    await runOperation(video, withImage, { folder: temporaryFolder(), context: jobContext().context });
    const remembered = await noteOfGone(video, withImage);
    const { context, notes } = jobContext({ remembered });
    const { path } = await runOperation(video, withImage, { folder: temporaryFolder(), context });
    expect(readFileSync(path)).toEqual(VIDEO.data);
    expect(server.requestsAt("submit")).toHaveLength(2);
    expect(notes).toEqual([expect.objectContaining({ provider: "replicate", id: "prediction2" })]);
  });

  test("is waited for where it shows when it is over", async () => {
    const server = await startFakeFal({ results: { "*": VIDEO }, polls: 3 });
    onTestFinished(() => server.close());
    const video = createGenerateVideo(asking({ fal: server.baseUrl }));
    const asked = { model: { provider: "fal", model: "fal-ai/veo3" }, prompt: "x" };
    const remembered = await noteOfGone(video, asked);
    const { context, notes } = jobContext({ remembered });
    await runOperation(video, asked, { folder: temporaryFolder(), context });
    expect(server.requestsAt("list")).toHaveLength(4);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(notes).toEqual([expect.objectContaining({ provider: "fal", id: "request-1" })]);
  });

  test("is sent again where it does not show for as long as it may take to", async () => {
    const { server, video } = await replicate();
    const sent = { atMs: Date.now() - 11_000, digest: "of something else" };
    const { context, notes } = jobContext({ remembered: { provider: "replicate", isSubmitting: true, sent } });
    await runOperation(video, params, { folder: temporaryFolder(), context });
    expect(server.requestsAt("list")).toHaveLength(1);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(notes).toEqual([SUBMITTING, RUN]);
  });
});

describe("a result", () => {
  test("that is gone is made anew by the next attempt", async () => {
    const { server, video } = await replicate({ misbehave: [{ at: "file", as: "status", status: 404 }] });
    const { context, notes } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toMatchObject({ code: "result_expired", retryable: true });
    expect(notes).toEqual([SUBMITTING, RUN, null]);
    expect(server.requestsAt("file")).toHaveLength(1);
  });

  test.each([{ as: "reset" }, { as: "truncated" }, { as: "status", status: 503 }] as const)(
    "whose download fails ($as) is fetched again, and not made again",
    async (failure) => {
      const { server, video } = await replicate({ misbehave: [{ at: "file", times: 2, ...failure }] });
      const { context } = jobContext();
      const made = await runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
      expect(readFileSync(made.path)).toEqual(VIDEO.data);
      expect(server.requestsAt("file")).toHaveLength(3);
      expect(server.requestsAt("submit")).toHaveLength(1);
    },
  );

  test("that cannot be fetched stays remembered", async () => {
    const { video } = await replicate({ misbehave: [{ at: "file", as: "status", status: 503 }] });
    const { context, notes } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
    expect(notes).toEqual([SUBMITTING, RUN]);
  });
});

describe("a provider", () => {
  test("that is asked too much is asked again when it says", async () => {
    const busy = { at: "submit", as: "status", status: 429, retryAfter: "7", times: 2 } as const;
    const { server, video } = await replicate({ misbehave: [busy] });
    const { context, pauses, messages } = jobContext();
    await runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    expect(server.requestsAt("submit")).toHaveLength(3);
    expect(pauses.slice(0, 2)).toEqual([7000, 7000]);
    expect(messages).toContain("replicate asks to wait for 7 s");
  });

  test("is noted down as about to be asked before it is", async () => {
    const { server, video } = await replicate();
    const { context } = jobContext();
    const noted: [unknown, number][] = [];
    const remember = async (note: unknown) => void noted.push([note, server.requestsAt("submit").length]);
    const params = { model: SEEDANCE, prompt: "x" };
    await runOperation(video, params, { folder: temporaryFolder(), context: { ...context, remember } });
    expect(noted).toEqual([
      [SUBMITTING, 0],
      [RUN, 1],
    ]);
    // Where that cannot be noted down, nothing is sent.
    const gone = async () => Promise.reject(new Error("the journal is gone"));
    const refused = runOperation(video, params, { folder: temporaryFolder(), context: { ...context, remember: gone } });
    await expect(refused).rejects.toThrow("the journal is gone");
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test.each([402, 422, 429])("that has taken nothing (%i) has nothing noted down", async (status) => {
    const { video } = await replicate({ misbehave: [{ at: "submit", as: "status", status }] });
    const { context, notes } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toBeInstanceOf(ProxxError);
    expect(notes.at(-1)).toBeNull();
  });

  test.each([
    ["for ever", {}, 6],
    ["for an hour", { retryAfter: "3600" }, 1],
  ])("that is asked too much %s is given up", async (_how, more, times) => {
    const { server, video } = await replicate({ misbehave: [{ at: "submit", as: "status", status: 429, ...more }] });
    const { context } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toMatchObject({ code: "provider_rate_limited", retryable: true });
    expect(server.requestsAt("submit")).toHaveLength(times);
  });

  test.each([
    ["breaks down", { misbehave: [{ at: "submit", as: "status", status: 500 }] }, "provider_unavailable", true],
    ["loses the connection", { misbehave: [{ at: "submit", as: "reset" }] }, "provider_unavailable", true],
    ["refuses such things", { ending: "refusal" }, "provider_refused", false],
    ["fails", { ending: "failure" }, "provider_failed", false],
  ] as const)("that %s is asked once", async (_what, options, code, retryable) => {
    const { server, video } = await replicate(options);
    const { context } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toMatchObject({ code, retryable });
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test("that has begun and is asked too much is not given the work again", async () => {
    const { server, video } = await replicate({ misbehave: [{ at: "poll", as: "status", status: 429 }] });
    const { context, notes } = jobContext();
    const running = runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    await expect(running).rejects.toMatchObject({ code: "provider_rate_limited" });
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(notes.slice(0, 2)).toEqual([SUBMITTING, RUN]);
    expect(notes).not.toContain(null);
  });

  test("that has begun is asked after by the next attempt, and paid once", async () => {
    const { server, video } = await replicate({ polls: 2 });
    // An attempt that died after it had noted this down.
    await submitTo(server);
    const remembered = { provider: "replicate", id: "prediction1" };
    const { context } = jobContext({ remembered });
    const made = await runOperation(video, { model: SEEDANCE, prompt: "x" }, { folder: temporaryFolder(), context });
    expect(readFileSync(made.path)).toEqual(VIDEO.data);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(server.requestsAt("poll")).toHaveLength(3);
  });

  test("tells where in its queue a job stands", async () => {
    const server = await startFakeFal({ results: { "*": VIDEO } });
    onTestFinished(() => server.close());
    const { context, messages } = jobContext();
    await runOperation(
      createGenerateVideo(asking({ fal: server.baseUrl })),
      { model: { provider: "fal", model: "fal-ai/veo3" }, prompt: "x" },
      { folder: temporaryFolder(), context },
    );
    expect(messages).toEqual(["sending to fal", "queued at fal, 1 before it"]);
  });
});

describe("speech of a model", () => {
  test("knows its words where the voice tells their times", async () => {
    const server = await startFakeElevenlabs({ results: { "*": SPEECH } });
    onTestFinished(() => server.close());
    const { files, transcript } = await runOperation(
      createGenerateAudio(asking({ elevenlabs: server.baseUrl })),
      {
        model: { provider: "elevenlabs", model: "eleven_turbo_v2_5" },
        text: "Hello world",
        voice: "JBFqnCBsd6RMkjVDRZzb",
        language: "en",
      },
      { folder: temporaryFolder(), context: jobContext().context },
    );
    expect(files).toMatchObject([{ kind: "audio", mediaType: "audio/mpeg" }]);
    expect(transcript).toMatchObject({ text: "Hello world", language: "en" });
    expect(transcript?.words.map(({ word }) => word)).toEqual(["Hello", "world"]);
  });
});

describe("a model that listens", () => {
  const audio = { path: "", mediaType: "audio/mpeg", sizeBytes: 1 };
  test.each([
    ["words", { text: "Hi you", words: [{ word: "Hi", start: 0, end: 0.2 }] }, "measured", []],
    ["sentences", { text: "Hi", segments: [{ text: "Hi", start: 0, end: 1 }] }, "estimated", ["text_times_estimated"]],
    ["nothing", { text: "Hi" }, "none", []],
  ])("and tells when it hears %s", async (_what, output, wordTiming, codes) => {
    const server = await startFakeOpenai({ results: { "*": { output } } });
    onTestFinished(() => server.close());
    const path = makeClip("speech.mp3", testTone({ seconds: 0.5 }));
    const work = { task: "transcription", input: { audio: { ...audio, path } } } as const;
    const whisper: Model = { provider: "openai", model: "whisper-1" };
    const context = {
      ...PLAN,
      ...jobContext().context,
      callbackUrl: () => Promise.resolve(null),
      signal: new AbortController().signal,
    } as OperationContext;
    const heard = await runModel(asking({ openai: server.baseUrl }), whisper, work, context);
    expect(heard.wordTiming).toBe(wordTiming);
    expect(heard.degradations.map(({ code }) => code)).toEqual(codes);
  });
});

describe("captions from a model that listens", () => {
  const film = makeClip("spoken.mp4", [
    ...[...testPicture({ size: "160x90", seconds: 1 }), ...testTone({ seconds: 1 })],
    ...["-c:v", "mpeg4", "-c:a", "aac"],
  ]);
  const listening = async (output: object) => {
    const server = await startFakeOpenai({ results: { "*": { output } } });
    onTestFinished(() => server.close());
    return { server, asked: asking({ openai: server.baseUrl }) };
  };

  test("are refused a model that tells no times, before and after it is asked", async () => {
    const { server, asked } = await listening({ text: "Hi you" });
    const captions = createCaptions(asked);
    const timeless = { video: film, model: { provider: "openai", model: "gpt-4o-transcribe" } };
    expect(await issuesOf(captions, timeless)).toMatchObject([
      { path: "$.model", code: "text_missing", hint: expect.stringContaining("whisper-1") },
    ]);
    const unknown = { video: film, model: { provider: "openai", model: "unheard-of" } };
    expect(await issuesOf(captions, unknown)).toEqual([]);
    const running = runOperation(captions, unknown, { folder: temporaryFolder(), context: jobContext().context });
    await expect(running).rejects.toMatchObject({ code: "text_missing", hint: expect.stringContaining("whisper-1") });
    expect(server.requests).toHaveLength(1);
  });

  test("say that times of words are guessed from sentences", async () => {
    const { asked } = await listening({ text: "Hi you", segments: [{ text: "Hi you", start: 0, end: 1 }] });
    const params = { video: film, mode: "files", model: { provider: "openai", model: "whisper-1" } };
    const made = await runOperation(createCaptions(asked), params, { folder: temporaryFolder(), ...jobContext() });
    expect(made.degradations).toMatchObject([{ code: "text_times_estimated" }]);
    expect(made.transcript?.words.map(({ word }) => word)).toEqual(["Hi", "you"]);
    const heard = await runOperation(
      createTranscribe(asked),
      { media: film, model: params.model },
      { folder: temporaryFolder(), ...jobContext() },
    );
    expect(heard.degradations).toMatchObject([{ code: "text_times_estimated" }]);
  });

  test("are rendered where there is room for that, and what was heard is not paid for again", async () => {
    const { server, asked } = await listening({ text: "Hi you", words: [{ word: "Hi", start: 0, end: 0.5 }] });
    const captions = createCaptions(asked);
    const params = { video: film, model: { provider: "openai", model: "whisper-1" } };
    const approach = await captions.approach(captions.signature.params.parse(readStrings(params).params), PLAN);
    expect(approach.load).toBe("wait");
    const { context, notes } = jobContext();
    const parked = new Parked(0, "compute");
    const continueOn = (load: string) => (load === "compute" ? Promise.reject(parked) : Promise.resolve());
    const first = runOperation(captions, params, { folder: temporaryFolder(), context: { ...context, continueOn } });
    await expect(first).rejects.toBe(parked);
    expect(server.requests).toHaveLength(1);
    // As a row of a database has it.
    const remembered: unknown = JSON.parse(JSON.stringify(notes.at(-1)));
    const made = await runOperation(captions, params, {
      folder: temporaryFolder(),
      mayDefer: true,
      context: { ...context, remembered },
    });
    expect(made.transcript?.words.map(({ word }) => word)).toEqual(["Hi"]);
    // What was paid for is a file of its own all the same.
    expect(made.files[0]).toMatchObject({ kind: "video" });
    expect(server.requests).toHaveLength(1);
  });

  test("whose words are known are rendered from the beginning", async () => {
    const { asked } = await listening({});
    const captions = createCaptions(asked);
    const params = captions.signature.params.parse({ video: film, text: "Hi you" });
    expect(await captions.approach(params, PLAN)).toMatchObject({ load: "compute", provider: null });
  });

  test("are not the same where another server listens", async () => {
    const { server, asked } = await listening({});
    const operation = createCaptions(asked);
    const params = { video: film, model: { provider: "openai", model: "whisper-1" } };
    const approach = await operation.approach(operation.signature.params.parse(readStrings(params).params), PLAN);
    expect(approach).toMatchObject({ provider: "openai:whisper-1", build: { endpoint: server.baseUrl } });
  });
});

describe("a background removed by a model", () => {
  const size = "64x64";
  // Red, its left half to be kept.
  const source = makeClip("red.mp4", ["-f", "lavfi", "-i", `color=red:s=${size}:r=10:d=0.5`, "-c:v", "mpeg4"]);
  const still = makeClip("red.png", ["-f", "lavfi", "-i", `color=red:s=${size}`, "-frames:v", "1"]);
  const white = ["-f", "lavfi", "-i", `color=black:s=${size}:r=10:d=0.5,drawbox=w=32:h=64:t=fill:color=white`];
  const matte = file("matte.mp4", "video/mp4", [...white, "-c:v", "mpeg4"]);
  const clear = file("cut.png", "image/png", [
    ...["-f", "lavfi", "-i", `color=red:s=${size}`, ...white, "-filter_complex"],
    ...["[1]format=gray,scale=out_range=pc[a];[0]format=rgb24[b];[b][a]alphamerge", "-frames:v", "1"],
  ]);

  test("is cut out by the matte that the model gives", async () => {
    const { server } = await replicate({ results: { "*": matte } });
    const operation = createRemoveBackground(asking({ replicate: server.baseUrl }));
    const params = { video: source, model: { provider: "replicate", model: "arielreplicate/robust_video_matting" } };
    const { path } = await runOperation(operation, params, { folder: temporaryFolder(), ...jobContext() });
    expect(jsonOf(server.requestsAt("submit")[0] ?? fail("was not asked"))).toMatchObject({
      input: { output_type: "alpha-mask", input_video: expect.stringContaining("/v1/files/") },
    });
    expect(alphaAt(path, 10)).toBeGreaterThan(230);
    expect(alphaAt(path, 54)).toBeLessThan(25);
  });

  test("of a picture is asked of a model for pictures", async () => {
    const { server } = await replicate({ results: { "*": clear } });
    const operation = createRemoveBackground(asking({ replicate: server.baseUrl }));
    const params = { video: still, model: { provider: "replicate", model: "bria/remove-background" } };
    expect(await issuesOf(operation, params)).toEqual([]);
    const { path, files } = await runOperation(operation, params, { folder: temporaryFolder(), ...jobContext() });
    expect(files).toMatchObject([{ kind: "image", mediaType: "image/png" }]);
    expect([alphaAt(path, 10), alphaAt(path, 54)]).toEqual([255, 0]);
  });

  test("that the model did not remove is no result", async () => {
    const server = await startFakeFal({ results: { "*": VIDEO } });
    onTestFinished(() => server.close());
    const operation = createRemoveBackground(asking({ fal: server.baseUrl }));
    const params = { video: source, model: { provider: "fal", model: "veed/video-background-removal" } };
    const running = runOperation(operation, params, { folder: temporaryFolder(), ...jobContext() });
    await expect(running).rejects.toMatchObject({ code: "result_unusable" });
  });

  test("goes by no colour, and says so", async () => {
    const operation = createRemoveBackground(asking({}));
    const model = { provider: "fal", model: "veed/video-background-removal" };
    const params = operation.signature.params.parse(readStrings({ video: source, model, color: "green" }).params);
    expect((await operation.approach(params, PLAN)).degradations).toMatchObject([
      { code: "model_parameter_ignored", message: expect.stringContaining("color") },
    ]);
  });
});

describe("lips moved by a model", () => {
  const face = makeClip("face.png", [...testPicture({ size: "64x36" }), "-frames:v", "1"]);
  const film = makeClip("face.mp4", [...testPicture({ size: "64x36", seconds: 0.5 }), "-c:v", "mpeg4"]);
  const audio = makeClip("speech.mp3", testTone({ seconds: 0.5 }));
  const spoken = file("spoken.mp4", "video/mp4", [
    ...[...testPicture({ size: "64x36", seconds: 0.5 }), ...testTone({ seconds: 0.5 })],
    ...["-c:v", "mpeg4", "-c:a", "aac"],
  ]);
  const operationOf = (asked: OperationResources, model: Model) =>
    defineFilmOperation(asked, {
      signature: builders.lipSync.signature,
      version: 1,
      check: (params, context) => modelIssues(asked, model, lipSyncWork(asked, model, params, context), context),
      approach: () => modelApproach(model),
      async edit({ video, audio }, context) {
        if (audio === undefined) throw new TypeError("Expected `audio`");
        const { files } = await runModel(asked, model, lipSyncWork(asked, model, { video, audio }, context), context);
        return { film: await filmByModel(files, audio, context) };
      },
    });

  test.each([
    ["a film", "fal-ai/sync-lipsync/v2", film, { video_url: expect.anything(), audio_url: expect.anything() }],
    ["a picture", "veed/fabric-1.0", face, { image_url: expect.anything(), audio_url: expect.anything() }],
  ])("are those of %s", async (_what, model, video, asked) => {
    const server = await startFakeFal({ results: { "*": spoken } });
    onTestFinished(() => server.close());
    const operation = operationOf(asking({ fal: server.baseUrl }), { provider: "fal", model });
    expect(await issuesOf(operation, { video, audio })).toEqual([]);
    const said = { language: "en", text: "Hi", words: [] };
    const options = { folder: temporaryFolder(), transcripts: { [audio]: said }, ...jobContext() };
    const { path, transcript } = await runOperation(operation, { video, audio }, options);
    expect(jsonOf(server.requestsAt("submit")[0] ?? fail("was not asked"))).toMatchObject(asked);
    expect(askFfprobe(path).streams.map(({ codec_type }) => codec_type)).toEqual(["video", "audio"]);
    expect(transcript).toEqual(said);
  });
});

describe("what a model made, and is edited here", () => {
  const source = makeClip("face.mp4", [...testPicture({ size: "64x36", seconds: 0.5 }), "-c:v", "mpeg4"]);
  const audio = makeClip("speech.mp3", testTone({ seconds: 0.5 }));
  const mask = { output: "alpha-mask", video: source };
  const cases = [
    ["lip-sync", createLipSync, { video: source, audio, model: { provider: "fal", model: "fal-ai/sync-lipsync/v2" } }],
    [
      "background-removal",
      createRemoveBackground,
      { ...mask, model: { provider: "replicate", model: "arielreplicate/robust_video_matting" } },
    ],
  ] as const;
  const atBoth = async () => {
    const [fal, matting] = [
      await startFakeFal({ results: { "*": VIDEO } }),
      await startFakeReplicate({ results: { "*": VIDEO } }),
    ];
    onTestFinished(async () => void (await Promise.all([fal.close(), matting.close()])));
    const submitted = () => [...fal.requestsAt("submit"), ...matting.requestsAt("submit")].length;
    return { asked: asking({ fal: fal.baseUrl, replicate: matting.baseUrl }), submitted };
  };

  test.each(cases)("goes on where there is room for that, and is fetched there: %s", async (task, create, params) => {
    const { asked, submitted } = await atBoth();
    const operation = create(asked);
    const { context, notes, reports } = jobContext();
    const fetched: string[] = [];
    const on = (load: Load): Partial<OperationContext> => ({
      ...context,
      continueOn: async (wanted) => {
        if (wanted !== load) throw new Parked(0, wanted);
      },
      download: async (url, path) => {
        fetched.push(load);
        return (await context.download?.(url, path)) ?? { mediaType: null };
      },
    });
    const parsed = operation.signature.params.parse(readStrings(params).params);
    const { load } = await operation.approach(parsed, PLAN);
    if (load === undefined) throw new TypeError("Expected work that waits");
    const first = runOperation(operation, params, { folder: temporaryFolder(), context: on(load) });
    await expect(first).rejects.toMatchObject({ load: "compute" });
    // As a row of a database has it.
    const remembered: unknown = JSON.parse(JSON.stringify(notes.at(-1)));
    const again = { folder: temporaryFolder(), context: { ...on("compute"), remembered } };
    expect((await runOperation(operation, params, again)).files[0]).toMatchObject({ kind: "video" });
    expect([submitted(), fetched]).toEqual([1, ["compute"]]);
    expect(reports.map((event) => [event.type, "task" in event ? event.task : null])).toEqual([
      ["provider-asked", task],
      ["provider-answered", null],
    ]);
  });

  test.each(cases)("is edited where it came when nothing could bring it again: %s", async (_task, create, params) => {
    const atOnce = BUILT_IN_PROVIDERS.map((provider): Provider => ({
      ...provider,
      submit: async () => ({ state: "done", results: [{ kind: "bytes", ...VIDEO }] }),
    }));
    const settings = readProviderSettings(atOnce, { FAL_KEY: FAKE_KEY, REPLICATE_API_TOKEN: FAKE_KEY });
    const operation = create({ ...resources, providers: createProviders(atOnce, { fetch, settings }) });
    const lost = async () => Promise.reject(new Error("Expected what came not to be left behind"));
    const { context } = jobContext({ continueOn: lost });
    const made = await runOperation(operation, params, { folder: temporaryFolder(), context });
    expect(made.files[0]).toMatchObject({ kind: "video" });
  });
});

/** How solid a pixel of the middle row is in the first frame of 64x64. */
function alphaAt(path: string, x: number): number {
  return decodePixels(path, { pixelFormat: "rgba", frames: 1 })[(32 * 64 + x) * 4 + 3] ?? Number.NaN;
}

describe("beforehand", () => {
  const asked = asking({});
  const operations = {
    generate: createGenerateVideo(asked),
    generateImage: createGenerateImage(asked),
    generateAudio: createGenerateAudio(asked),
  };
  const flux = { provider: "replicate", model: "black-forest-labs/flux-schnell" };
  const kontext = { provider: "replicate", model: "black-forest-labs/flux-kontext-pro" };
  test.each<[keyof typeof operations, string, Record<string, unknown>, string, string]>([
    ["generate", "too long", { model: SEEDANCE, duration: 30 }, "$.duration", "invalid_parameter"],
    ["generate", "another pace", { model: SEEDANCE, fps: 30 }, "$.fps", "invalid_parameter"],
    ["generate", "what it has not", { model: SEEDANCE, audio: "a.mp3" }, "$.audio", "unsupported_parameter"],
    ["generate", "an option of the job's", { model: SEEDANCE, options: { a: 1 } }, "$.options.a", "unknown_parameter"],
    [
      "generate",
      "an option of the model's",
      { model: { ...SEEDANCE, options: { b: 1 } } },
      "$.model.options.b",
      "unknown_parameter",
    ],
    [
      "generate",
      "the same twice",
      { model: SEEDANCE, fps: 24, options: { fps: 24 } },
      "$.fps",
      "conflicting_parameter",
    ],
    ["generate", "no such id", { model: { provider: "replicate", model: "x" } }, "$.model.model", "invalid_model"],
    ["generate", "no such task", { model: { provider: "openai", model: "x" } }, "$.model", "wrong_model"],
    ["generate", "no such model here", { model: { provider: "local", model: "x" } }, "$.model.model", "invalid_model"],
    ["generate", "options of no model", { options: { a: 1 } }, "$.options", "unknown_parameter"],
    [
      "generateAudio",
      "options of a voice that has none",
      { model: { provider: "local", model: "espeak-ng" }, options: { pitch: 50 } },
      "$.options",
      "unknown_parameter",
    ],
    ["generateImage", "a width", { model: flux, width: 640 }, "$.width", "unknown_parameter"],
    ["generateImage", "pictures", { model: flux, images: ["a.png"] }, "$.images", "unsupported_parameter"],
    [
      "generateImage",
      "too many pictures",
      { model: kontext, images: ["a.png", "b.png"] },
      "$.images",
      "invalid_parameter",
    ],
    [
      "generateImage",
      "a format",
      { model: { provider: "replicate", model: "bytedance/seedream-4" }, format: "png" },
      "$.format",
      "unsupported_parameter",
    ],
    [
      "generateAudio",
      "no voice",
      { model: { provider: "elevenlabs", model: "eleven_v3" } },
      "$.voice",
      "missing_parameter",
    ],
    [
      "generateAudio",
      "bare samples",
      { model: { provider: "openai", model: "tts-1" }, options: { response_format: "pcm" } },
      "$.options.response_format",
      "invalid_parameter",
    ],
  ])("%s is told %s", async (type, _what, params, path, code) => {
    expect(await issuesOf(operations[type], params)).toMatchObject([{ path, code }]);
  });

  test("an output of another job may be whatever the model takes", async () => {
    const params = { model: kontext, options: { input_image: "$job1" } };
    expect(await issuesOf(operations.generateImage, params)).toEqual([]);
  });

  test("a key is asked for, once for the request's and once for the environment's", async () => {
    const keyless = createGenerateVideo(resources);
    expect(await issuesOf(keyless, { model: SEEDANCE })).toMatchObject([
      { path: "$.model", code: "provider_key_missing", hint: expect.stringContaining("REPLICATE_API_TOKEN") },
    ]);
    expect(await issuesOf(keyless, { model: SEEDANCE }, { providerApiKeys: { replicate: "own" } })).toEqual([]);
  });

  test("the operator's default is checked too, and stands in no plan", async () => {
    const withDefault = createGenerateVideo({
      ...resources,
      defaultModels: { video: { ...SEEDANCE, options: { a: 1 } } },
    });
    expect(await issuesOf(withDefault, { duration: 30 })).toMatchObject([
      { path: "$", code: "provider_key_missing", message: expect.stringContaining("default model") },
      { path: "$.duration" },
      { path: "$", code: "unknown_parameter" },
    ]);
  });

  test("what a model is not told is said, and where it is asked is part of what is made", async () => {
    const kitOfOmni = asking({ "google-cloud": "http://localhost:1234/" });
    const model = { provider: "google-cloud", model: "gemini-omni-9" };
    const params = { model, prompt: "x", cameraMotion: "fixed" };
    const operation = createGenerateVideo(kitOfOmni);
    expect(await operation.approach(operation.signature.params.parse(params), PLAN)).toMatchObject({
      provider: "google-cloud:gemini-omni-9",
      degradations: [{ code: "model_parameter_ignored", message: expect.stringContaining("cameraMotion") }],
      build: { endpoint: "http://localhost:1234/" },
      load: "wait",
    });
  });

  test("a model that goes by picture and sound is not told a prompt", async () => {
    const { generate } = operations;
    const model = { provider: "fal", model: "veed/fabric-1.0" };
    const params = { model, prompt: "x", image: "a.png", audio: "a.mp3" };
    expect(await issuesOf(generate, params)).toEqual([]);
    const approach = await generate.approach(generate.signature.params.parse(params), PLAN);
    expect(approach.degradations).toMatchObject([{ code: "model_parameter_ignored" }]);
  });

  test("a stand-in that is asked for by name stands in for nothing", async () => {
    const { generate } = operations;
    const params = { model: { provider: "local", model: "animatic" }, prompt: "x" };
    const approach = await generate.approach(generate.signature.params.parse(params), PLAN);
    expect(approach).toMatchObject({ provider: "local:animatic", degradations: [] });
    expect(await issuesOf(generate, params)).toEqual([]);
  });
});

const WORDS: Record<string, object> = {
  generate: { prompt: "x" },
  generateImage: { prompt: "x" },
  generateAudio: { text: "x" },
};

type Checked = ReturnType<typeof createGenerateVideo>;

async function issuesOf(operation: Checked, params: Record<string, unknown>, changes: Partial<PlanContext> = {}) {
  const words = WORDS[operation.signature.type];
  const parsed = operation.signature.params.parse(readStrings({ ...words, ...params }).params);
  return (await operation.check?.(parsed, { ...PLAN, ...changes })) ?? [];
}

function fail(what: string): never {
  throw new Error(what);
}

import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { PlanValidationError, type Execution, type Job } from "@proxx/contract";
import type { StartOptions } from "@proxx/engine";
import { openRuntime, type RuntimeOptions } from "@proxx/runtime";
import { executePlan } from "@proxx/sdk";
import { askFfprobe, makeClip, temporaryFolder, testPicture, testTone } from "@proxx/testing";
import {
  FAKE_KEY,
  formText,
  jsonOf,
  startFakeElevenlabs,
  startFakeFal,
  startFakeGoogle,
  startFakeOpenai,
  startFakeReplicate,
  type FakeReplicate,
  type FakeReplicateOptions,
} from "@proxx/testing/fake-providers";
import { describe, expect, onTestFinished, test, vi } from "vitest";

const FILM = file("film.mp4", "video/mp4", [...testPicture({ size: "160x90", seconds: 1 }), "-c:v", "mpeg4"]);
const OTHER = file("other.mp4", "video/mp4", ["-f", "lavfi", "-i", "mandelbrot=s=160x90:r=25", "-t", "1"]);
const CLEAR = file("clear.mov", "video/quicktime", [
  ...["-f", "lavfi", "-i", "testsrc=s=160x90:r=25:d=1,format=rgba,colorchannelmixer=aa=0.5"],
  ...["-c:v", "qtrle"],
]);
const PICTURE = file("still.png", "image/png", [...testPicture({ size: "160x90" }), "-frames:v", "1"]);
const SPEECH = file("speech.mp3", "audio/mpeg", testTone({ seconds: 1 }));
const HEARD = {
  language: "english",
  text: "Hi you",
  words: [
    { word: "Hi", start: 0.1, end: 0.4 },
    { word: "you", start: 0.5, end: 0.9 },
  ],
};

const SEEDANCE = { provider: "replicate", model: "bytedance/seedance-1-pro" };
const KEYS = {
  REPLICATE_API_TOKEN: FAKE_KEY,
  FAL_KEY: FAKE_KEY,
  OPENAI_API_KEY: FAKE_KEY,
  ELEVENLABS_API_KEY: FAKE_KEY,
  GOOGLE_API_KEY: FAKE_KEY,
};
/** Two cores are shared by many. */
const PATIENT = { timeout: 30_000 };
const QUICK = { firstPauseMs: 10, longestPauseMs: 50 };

function file(name: string, mediaType: string, args: readonly string[]) {
  return { data: readFileSync(makeClip(name, args)), mediaType };
}

function open(options: Partial<RuntimeOptions> = {}) {
  const home = options.home ?? temporaryFolder();
  const runtime = openRuntime({
    home,
    polling: QUICK,
    ...options,
    environment: { PATH: process.env["PATH"], ...(options.environment ?? KEYS) },
  });
  onTestFinished(() => runtime.close());
  const run = async (jobs: object[], start: StartOptions = {}) =>
    (await runtime.engine.start({ jobs }, start)).finished;
  return { ...runtime, home, run };
}

async function startReplicate(options: Partial<FakeReplicateOptions> = {}): Promise<FakeReplicate> {
  const server = await startFakeReplicate({ results: { "*": FILM }, ...options });
  onTestFinished(() => server.close());
  return server;
}

const clip = (id = "clip", more: object = {}) => ({
  id,
  type: "generate",
  params: { model: SEEDANCE, prompt: "A lighthouse", ...more },
});

describe("a plan of many providers", () => {
  test("is made of all that they give, and made once", async () => {
    const servers = {
      replicate: await startFakeReplicate({ results: { "*": FILM, "black-forest-labs/flux-schnell": PICTURE } }),
      fal: await startFakeFal({ results: { "*": OTHER } }),
      elevenlabs: await startFakeElevenlabs({ results: { "*": SPEECH } }),
      openai: await startFakeOpenai({ results: { "*": { output: HEARD } } }),
      "google-cloud": await startFakeGoogle({ results: { "*": FILM } }),
    };
    const close = async () => void (await Promise.all(Object.values(servers).map((server) => server.close())));
    onTestFinished(close);
    const baseUrls = Object.fromEntries(Object.entries(servers).map(([name, { baseUrl }]) => [name, baseUrl]));
    const voice = { model: { provider: "elevenlabs", model: "eleven_turbo_v2_5" }, voice: "JBFqnCBsd6RMkjVDRZzb" };
    const jobs = [
      {
        id: "still",
        type: "generateImage",
        params: { model: { ...SEEDANCE, model: "black-forest-labs/flux-schnell" }, prompt: "x" },
      },
      clip("first", { duration: 3 }),
      {
        id: "second",
        type: "generate",
        params: { model: { provider: "fal", model: "fal-ai/veo3/image-to-video" }, prompt: "x", image: "$still" },
      },
      {
        id: "third",
        type: "generate",
        params: { model: { provider: "google-cloud", model: "veo-3.1-generate-001" }, prompt: "x" },
      },
      { id: "speech", type: "generateAudio", params: { ...voice, text: "Hi you" } },
      { id: "film", type: "merge", params: { items: ["$first", "$second", "$third", "$speech"] } },
      {
        id: "words",
        type: "transcribe",
        params: { media: "$film", model: { provider: "openai", model: "whisper-1" } },
      },
      { id: "captioned", type: "captions", params: { video: "$film", captions: "$words" } },
    ];
    const first = open({ baseUrls });
    const { home, run } = first;
    const made = await run(jobs);
    expect(faults(made)).toEqual([]);
    expect(made).toMatchObject({
      status: "completed",
      degradations: [],
      result: { width: 160, height: 90, duration: 3 },
    });
    expect(askFfprobe(pathOf(made)).streams.map(({ codec_type }) => codec_type)).toEqual(["video", "audio"]);
    expect(job(made, "words").transcript?.words.map(({ word }) => word)).toEqual(["Hi", "you"]);
    expect(job(made, "first").provider).toBe("replicate:bytedance/seedance-1-pro");
    const [asked] = servers.fal.requestsAt("submit");
    expect(asked === undefined ? null : jsonOf(asked)).toMatchObject({
      image_url: expect.stringContaining("fal.media"),
    });
    const [heard] = servers.openai.requests;
    expect(heard === undefined ? "" : await formText(heard, "model")).toBe("whisper-1");
    await first.close();

    // Nobody is there any more; what they gave is.
    await close();
    const again = await open({ home, baseUrls }).run(jobs);
    expect(again.jobs.map(({ reused, renderedBy }) => reused || renderedBy !== null)).toEqual(jobs.map(() => true));
    expect(again.result?.sha256).toBe(made.result?.sha256);
    expect(textsIn(home).filter(({ text }) => text.includes(FAKE_KEY))).toEqual([]);
    expect(JSON.stringify([made, again])).not.toContain(FAKE_KEY);
  });

  test("keeps what it has where one of them fails", async () => {
    const replicate = await startReplicate();
    const fal = await startFakeFal({ results: { "*": FILM }, ending: "refusal" });
    onTestFinished(() => fal.close());
    const other = {
      id: "other",
      type: "generate",
      params: { model: { provider: "fal", model: "fal-ai/veo3" }, prompt: "x" },
    };
    const jobs = [clip(), other, { id: "film", type: "merge", params: { items: ["$clip", "$other"] } }];
    const { run } = open({ baseUrls: { replicate: replicate.baseUrl, fal: fal.baseUrl } });
    const failed = await run(jobs);
    expect(failed).toMatchObject({
      status: "failed",
      error: { code: "provider_refused", jobId: "other", retryable: false },
    });
    expect(failed.jobs.map(({ status }) => status)).toEqual(["completed", "failed", "skipped"]);
    await run(jobs);
    expect(replicate.requestsAt("submit")).toHaveLength(1);
  });
});

describe("what a model has done", () => {
  const source = makeClip("spoken.mp4", [
    ...[...testPicture({ size: "160x90", seconds: 1 }), ...testTone({ seconds: 1 })],
    ...["-c:v", "mpeg4", "-c:a", "aac"],
  ]);
  const shapes = ["1:1", "9:16"].map((aspectRatio) => ({
    id: "shape",
    type: "reframe",
    params: { video: "$done", aspectRatio },
  }));

  test("is not bought again when what comes after it changes", async () => {
    const fal = await startFakeFal({ results: { "*": CLEAR } });
    const openai = await startFakeOpenai({ results: { "*": { output: HEARD } } });
    onTestFinished(async () => void (await Promise.all([fal.close(), openai.close()])));
    const { run } = open({ baseUrls: { fal: fal.baseUrl, openai: openai.baseUrl } });
    const matting = { video: source, model: { provider: "fal", model: "veed/video-background-removal" } };
    const listening = { video: source, model: { provider: "openai", model: "whisper-1" } };
    for (const shape of shapes) {
      expect(faults(await run([{ id: "done", type: "removeBackground", params: matting }, shape]))).toEqual([]);
      expect(faults(await run([{ id: "done", type: "captions", params: listening }, shape]))).toEqual([]);
    }
    expect(fal.requestsAt("submit")).toHaveLength(1);
    expect(openai.requests).toHaveLength(1);
  });
});

describe("a provider that goes wrong", () => {
  test.each([
    [
      "asks to wait, and then does it",
      { misbehave: [{ at: "submit", as: "status", status: 429, retryAfter: "0", times: 1 }] },
      null,
      2,
    ],
    ["breaks down", { misbehave: [{ at: "submit", as: "status", status: 500 }] }, "provider_unavailable", 1],
    ["refuses such things", { ending: "refusal" }, "provider_refused", 1],
    ["has deleted the result", { ending: "expired" }, "result_expired", 1],
    [
      "names a result that is not there",
      { misbehave: [{ at: "file", as: "status", status: 404 }] },
      "result_expired",
      1,
    ],
    ["wants another key", { apiKey: "another" }, "provider_key_refused", 1],
  ] as const)("%s", async (_what, options, code, submissions) => {
    const server = await startReplicate(options);
    const { run, home } = open({ baseUrls: { replicate: server.baseUrl } });
    const ended = await run([clip()]);
    expect(ended.error?.code ?? null).toBe(code);
    expect(server.requestsAt("submit")).toHaveLength(submissions);
    expect(JSON.stringify(ended)).not.toContain(FAKE_KEY);
    expect(readdirSync(join(home, "work")).flatMap((name) => readdirSync(join(home, "work", name)))).toEqual([]);
  });

  test("quotes the key, which is cut out of what it says", async () => {
    const server = await startFakeElevenlabs({ results: { "*": SPEECH }, apiKey: "another" });
    onTestFinished(() => server.close());
    const { run, home } = open({ baseUrls: { elevenlabs: server.baseUrl } });
    const params = { model: { provider: "elevenlabs", model: "eleven_v3" }, voice: "abc", text: "Hi" };
    const ended = await run([{ id: "a", type: "generateAudio", params }], {
      providerApiKeys: { elevenlabs: "own-key-987" },
    });
    expect(server.requests.map(({ headers }) => headers.get("xi-api-key"))).toEqual(["own-key-987"]);
    expect(ended.error).toMatchObject({ code: "provider_key_refused", message: expect.stringContaining("[key]") });
    expect(JSON.stringify(ended) + JSON.stringify(textsIn(home))).not.toContain("own-key-987");
  });

  test.each(["submit", "poll", "file"] as const)("never answers (%s) until the job's time is over", async (at) => {
    const server = await startReplicate({ misbehave: [{ at, as: "hang" }] });
    const ended = await open({ baseUrls: { replicate: server.baseUrl }, jobTimeoutMs: 700 }).run([clip()]);
    expect(ended.error).toMatchObject({ code: "job_timeout", retryable: true });
    // What has begun there may still end well, and is the next attempt's.
    expect(server.requestsAt("cancel")).toEqual([]);
  });

  test("is told of a cancellation", async () => {
    const server = await startReplicate({ polls: 1000 });
    const { engine } = open({ baseUrls: { replicate: server.baseUrl } });
    const running = await engine.start({ jobs: [clip()] });
    await vi.waitFor(() => expect(server.requestsAt("poll").length).toBeGreaterThan(1), PATIENT);
    const ended = await running.cancel();
    expect(ended.status).toBe("cancelled");
    expect(server.requestsAt("cancel").map(({ path }) => path)).toEqual(["/v1/predictions/prediction1/cancel"]);
    const asked = server.requests.length;
    const { finished } = await engine.start(
      { jobs: [clip("again", { prompt: "Another" })] },
      { signal: AbortSignal.abort() },
    );
    expect((await finished).status).toBe("cancelled");
    expect(server.requests).toHaveLength(asked);
  });
});

describe("addresses", () => {
  test("of an own endpoint need no key, and are not open to plans", async () => {
    const server = await startFakeOpenai({ results: { "*": SPEECH }, apiKey: "none" });
    onTestFinished(() => server.close());
    // By name, as one would write it.
    const address = server.baseUrl.replace("127.0.0.1", "localhost");
    const { run } = open({ environment: { OPENAI_BASE_URL: address } });
    const speech = {
      id: "a",
      type: "generateAudio",
      params: { model: { provider: "openai", model: "kokoro" }, text: "Hi" },
    };
    expect(faults(await run([speech]))).toEqual([]);
    const source = { id: "m", type: "media", params: { url: `${server.url}/files/1.mp4` } };
    expect(await run([source])).toMatchObject({ error: { code: "source_forbidden" } });
    expect(server.requests).toHaveLength(1);
  });

  test("that a provider names for its result are public, or the operator's", async () => {
    const [named, stranger] = [await startReplicate(), await startReplicate()];
    const output = { output: `${stranger.url}/files/1.mp4` };
    const pointing = await startReplicate({ results: { "*": output } });
    const { run } = open({ baseUrls: { replicate: pointing.baseUrl, fal: named.url } });
    expect((await run([clip()])).error).toMatchObject({ code: "source_forbidden" });
    expect(stranger.requests).toEqual([]);
  });

  test("of the environment are for the environment's keys, in this process too", async () => {
    const server = await startFakeOpenai({ results: { "*": SPEECH }, apiKey: "env-key-123" });
    onTestFinished(() => server.close());
    vi.stubEnv("PROXX_HOME", temporaryFolder());
    vi.stubEnv("OPENAI_BASE_URL", server.baseUrl);
    vi.stubEnv("OPENAI_API_KEY", "env-key-123");
    onTestFinished(() => void vi.unstubAllEnvs());
    const params = { model: { provider: "openai", model: "tts-1" }, text: "Hi" };
    const jobs = [{ id: "a", type: "generateAudio", params }];
    for (const providerApiKeys of [{}, { openai: "env-key-123" }]) {
      const { jobs: made } = await executePlan({ jobs }, { providerApiKeys });
      expect(made.flatMap(({ error }) => error ?? [])).toEqual([]);
    }
    expect(server.requests).toHaveLength(1);
  });
});

describe("before any money is spent", () => {
  test("every fault is told, with its place in the plan", async () => {
    const { engine } = open({ environment: {} });
    const jobs = [clip("a", { duration: 30 }), { id: "b", type: "generate", params: { prompt: "x" } }];
    await expect(issuesOf(engine.start({ jobs }))).resolves.toMatchObject([
      { path: "$.jobs[0].params.model", code: "provider_key_missing" },
      { path: "$.jobs[0].params.duration", code: "invalid_parameter" },
      { path: "$.jobs[0]", code: "output_unused" },
    ]);
  });

  test("what would stand in for a model is a fault to whoever is strict", async () => {
    const { engine } = open({ environment: {} });
    const jobs = [{ id: "b", type: "generate", params: { prompt: "x" } }];
    await expect(issuesOf(engine.start({ jobs }, { strict: true }))).resolves.toMatchObject([
      { path: "$.jobs[0].params", code: "animatic_instead_of_model" },
    ]);
  });

  test("the operator's default model does what names none", async () => {
    const server = await startReplicate();
    const defaultModels = { video: { provider: "replicate" as const, model: "bytedance/seedance-1-pro" } };
    const { run } = open({ baseUrls: { replicate: server.baseUrl }, defaultModels });
    const made = await run([{ id: "b", type: "generate", params: { prompt: "x" } }], { strict: true });
    expect(made).toMatchObject({
      status: "completed",
      degradations: [],
      jobs: [{ provider: "replicate:bytedance/seedance-1-pro" }],
    });
    expect(server.requestsAt("submit")).toHaveLength(1);
  });
});

describe("a provider's webhook", () => {
  const SLOW = { firstPauseMs: 600_000, longestPauseMs: 600_000 };

  /** An engine behind a server of its own, which asks so seldom that only a webhook can end a job in time. */
  async function listening() {
    const replies: number[] = [];
    const answer = async (request: IncomingMessage): Promise<number> => {
      const name = request.url?.slice(1) ?? "";
      const headers = new Headers(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
      const delivery = { headers, body: await buffer(request) };
      return receive.receiveProviderWebhook(name, delivery).then(
        () => 204,
        () => 401,
      );
    };
    const server = createServer((request, response) => {
      void answer(request).then((status) => {
        replies.push(status);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const urlFor = (name: string) => `http://127.0.0.1:${port}/${name}`;
    let receive: Pick<ReturnType<typeof open>, "receiveProviderWebhook">;
    return {
      replies,
      open(options: Partial<RuntimeOptions>, secret?: string) {
        const secrets = secret === undefined ? {} : { replicate: secret };
        const opened = open({ ...options, polling: SLOW, providerWebhooks: { urlFor, secrets } });
        receive = opened;
        return { ...opened, urlFor };
      },
    };
  }

  test.each(["once", "twice", "out-of-order"] as const)("ends the wait (%s)", async (webhooks) => {
    const fake = await startReplicate({ webhooks });
    const { replies, ...world } = await listening();
    const { engine } = world.open({ baseUrls: { replicate: fake.baseUrl } }, fake.webhookSecret);
    const running = await engine.start({ jobs: [clip()] });
    await vi.waitFor(async () => {
      await fake.finish("prediction1");
      expect(running.snapshot().status).toBe("completed");
    }, PATIENT);
    expect(new Set(replies)).toEqual(new Set([204]));
    expect(fake.requestsAt("submit")).toHaveLength(1);
    // One that comes late finds nobody.
    await fake.finish("prediction1");
    expect(replies.at(-1)).toBe(204);
  });

  test("of fal is known by the keys that fal publishes", async () => {
    const fake = await startFakeFal({ results: { "*": FILM } });
    onTestFinished(() => fake.close());
    const { replies, ...world } = await listening();
    const { engine } = world.open({ baseUrls: { fal: fake.baseUrl } });
    const params = { model: { provider: "fal", model: "fal-ai/veo3" }, prompt: "x" };
    const running = await engine.start({ jobs: [{ id: "a", type: "generate", params }] });
    await vi.waitFor(async () => {
      await fake.finish("request-1");
      expect(running.snapshot().status).toBe("completed");
    }, PATIENT);
    expect(new Set(replies)).toEqual(new Set([204]));
  });

  test("that is not the provider's wakes nobody", async () => {
    const fake = await startReplicate({ polls: 0 });
    const world = await listening();
    const { engine, urlFor } = world.open({ baseUrls: { replicate: fake.baseUrl } }, fake.webhookSecret);
    const running = await engine.start({ jobs: [clip()] });
    await vi.waitFor(() => expect(fake.requestsAt("submit")).toHaveLength(1), PATIENT);
    const { headers, body } = fake.signWebhook("prediction1", "succeeded");
    const forged = { ...headers, "webhook-signature": "v1,AAAA" };
    const status = async (name: string, of: Record<string, string>) =>
      (await fetch(urlFor(name), { method: "POST", headers: of, body })).status;
    expect([await status("replicate", forged), await status("elevenlabs", headers)]).toEqual([401, 401]);
    expect(fake.requestsAt("poll")).toHaveLength(0);
    await running.cancel();
  });

  test("is not asked for where nobody could tell whose it is", async () => {
    const fake = await startReplicate();
    const world = await listening();
    const { engine } = world.open({ baseUrls: { replicate: fake.baseUrl } });
    const running = await engine.start({ jobs: [clip()] });
    await vi.waitFor(() => expect(fake.requestsAt("submit")).toHaveLength(1), PATIENT);
    const [asked] = fake.requestsAt("submit");
    expect(asked === undefined ? null : jsonOf(asked)).not.toHaveProperty("webhook");
    await running.cancel();
  });
});

function job(execution: Execution, id: string): Job {
  const found = execution.jobs.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`There is no job ${id}.`);
  return found;
}

function faults({ jobs }: Execution): string[] {
  return jobs.flatMap(({ id, error }) => (error === null ? [] : [`${id}: ${error.code} ${error.message}`]));
}

function pathOf({ result }: Execution): string {
  return fileURLToPath(result?.url ?? "");
}

/** Every file below a folder, as text. */
function textsIn(folder: string): { name: string; text: string }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ name, parentPath }) => ({ name, text: readFileSync(join(parentPath, name), "latin1") }));
}

async function issuesOf(starting: Promise<unknown>) {
  const error = await starting.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlanValidationError)) throw new Error("Expected the plan to be refused");
  return error.issues;
}

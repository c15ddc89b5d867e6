import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { executionSchema, PlanValidationError, planSchema, type Plan } from "@proxx/contract";
import {
  addSubtitles,
  compose,
  generateVideo,
  lipSync,
  media,
  merge,
  reframe,
  replicate,
  verifyWebhook,
  type ExecuteOptions,
} from "@proxx/sdk";
import { openRuntime } from "@proxx/runtime";
import { createServer as createProxxServer, type Server } from "@proxx/server";
import { askFfprobe, decodePixels, decodeSound, makeClip, QUICK_H264 } from "@proxx/testing";
import { FAKE_KEY, formText, jsonOf, startFakeOpenai, startFakeReplicate } from "@proxx/testing/fake-providers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { addressOf, startWebhookReceiver } from "./webhook-receiver.ts";

// What the guide to executions shows, as it is written there: with a server of this machine for each of its addresses, and
// with models that give small clips.

const WORDS = ["Tout", "est", "dans", "le", "sac."];
const HEARD = {
  language: "fr",
  text: WORDS.join(" "),
  words: WORDS.map((word, index) => ({ word, start: 0.5 + index * 1.5, end: 1.5 + index * 1.5 })),
};
/** In this process a file, on a server an address of the server. */
const URL_OF_FILE: unknown = expect.stringMatching(/^file:.*\.mp4$|^http:.*\/api\/artifacts\/[0-9a-f]{64}$/);
const FRENCH_HERTZ = 440;
const SPANISH_HERTZ = 660;

const home = mkdtempSync(join(tmpdir(), "proxx-guide-"));
const files = new Map([
  ["/french.mp3", tone(FRENCH_HERTZ)],
  ["/spanish.mp3", tone(SPANISH_HERTZ)],
]);
const cdn = createServer(({ url = "" }, response) => {
  const file = files.get(url);
  response.writeHead(file === undefined ? 404 : 200, { "content-type": "audio/mpeg" });
  response.end(file === undefined ? "" : readFileSync(file));
});
let models: Awaited<ReturnType<typeof startFakeReplicate>>;
let listener: Awaited<ReturnType<typeof startFakeOpenai>>;
let server: Server;
/** What the server was asked, such as `POST /api/execute`. */
const asked: string[] = [];
let cdnUrl: string;

beforeAll(async () => {
  const results = { "bytedance/seedance-1-pro": clip(5), "bytedance/seedance-1-lite": clip(3) };
  models = await startFakeReplicate({ results, polls: 0 });
  listener = await startFakeOpenai({ results: { "whisper-1": { output: HEARD } } });
  await new Promise<void>((resolve) => cdn.listen(0, "127.0.0.1", resolve));
  cdnUrl = addressOf(cdn);
  vi.stubEnv("PROXX_HOME", join(home, "process"));
  vi.stubEnv("REPLICATE_API_TOKEN", FAKE_KEY);
  vi.stubEnv("REPLICATE_BASE_URL", models.baseUrl);
  vi.stubEnv("OPENAI_API_KEY", FAKE_KEY);
  vi.stubEnv("OPENAI_BASE_URL", listener.baseUrl);
  vi.stubEnv("PROXX_VIDEO_MODEL", "replicate:bytedance/seedance-1-lite");
  vi.stubEnv("PROXX_TRANSCRIPTION_MODEL", "openai:whisper-1");
  const polling = { firstPauseMs: 10 };
  const baseUrls = { replicate: models.baseUrl, openai: listener.baseUrl };
  server = await createProxxServer({
    runtime: {
      environment: process.env,
      home: join(home, "server"),
      baseUrls,
      polling,
      allowLocalPaths: true,
      allowPrivateSources: true,
    },
    port: 0,
    allowPrivateWebhooks: true,
    onRequest: ({ method, path }) => asked.push(`${method} ${path}`),
  });
});
afterAll(async () => {
  await Promise.all([models.close(), listener.close(), server.close()]);
  cdn.close();
  cdn.closeAllConnections();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function clip(seconds: number) {
  const colour = ["-f", "lavfi", "-i", `color=0x203040:s=320x180:r=25:d=${seconds}`];
  return { data: readFileSync(makeClip(`scene-${seconds}.mp4`, [...colour, ...QUICK_H264])), mediaType: "video/mp4" };
}

function tone(hertz: number): string {
  return makeClip(`voice-${hertz}.mp3`, ["-f", "lavfi", "-i", `sine=f=${hertz}:r=48000:d=8`]);
}

describe.each(["in this process", "on a server"])("the guide, %s", (where) => {
  const onServer = where === "on a server";
  /** What only the owner of the machine decides. */
  const here: ExecuteOptions = onServer ? {} : { allowPrivateSources: true, allowPrivateWebhooks: true };
  beforeEach(() => {
    vi.stubEnv("PROXX_API_URL", onServer ? server.url : "");
  });

  it("blocks until complete", async () => {
    const execution = await compose(
      generateVideo({
        model: replicate("bytedance/seedance-1-pro"),
        prompt: "A beautiful sunset",
        duration: 5,
      }),
    ).execute(here);

    expect(execution.status).toBe("completed");
    expect(execution.result).toMatchObject({ status: "completed", aspectRatio: "16:9", duration: 5 });
    expect(askFfprobe(await fileOf(execution.result)).video.nb_read_frames).toBe("125");
    const submitted = models.requestsAt("submit").map(jsonOf);
    expect(submitted).toContainEqual(
      expect.objectContaining({ input: expect.objectContaining({ prompt: "A beautiful sunset", duration: 5 }) }),
    );
  });

  it("returns immediately with a webhook, which tells of the end", async () => {
    const { url, webhookAt } = await startWebhookReceiver();
    const execution = await compose(
      generateVideo({
        model: replicate("bytedance/seedance-1-pro"),
        prompt: `A beautiful sunset ${where}`,
        duration: 5,
      }),
    ).execute({
      webhookUrl: `${url}/webhook`,
      webhookSecret: "my-secret-123",
      ...here,
    });

    expect(["pending", "processing"]).toContain(execution.status);
    expect(execution.result).toBeUndefined();
    const { body, headers } = await webhookAt("/webhook");
    expect(headers["x-webhook-signature"]).toBe(createHmac("sha256", "my-secret-123").update(body).digest("hex"));
    expect(await verifyWebhook({ body, headers, secret: "my-secret-123" })).toMatchObject({
      executionId: execution.id,
      status: "completed",
      video: { duration: 5, aspectRatio: "16:9", status: "completed" },
    });
    expect(JSON.parse(body)).toMatchObject({ result: { url: URL_OF_FILE } });
  });

  it("tracks progress", async () => {
    const log: string[] = [];
    const execution = await compose(generateVideo({ prompt: "A beautiful sunset", duration: 3 }))
      .onProgress((progress) => {
        log.push(`Progress: ${progress.progress}%`);
        log.push(`Job: ${progress.currentJob}`);
        log.push(`Completed: ${progress.completedJobs}/${progress.totalJobs}`);
      })
      .execute(here);

    expect(execution.result?.duration).toBe(3);
    expect(log.slice(-3)).toEqual(["Progress: 100%", "Job: null", "Completed: 1/1"]);
    expect(log.length).toBeGreaterThan(3);
  });

  it("gives access to results and errors", async () => {
    const notes = join(home, "notes.mp4");
    writeFileSync(notes, "Buy milk.");
    const run = async (name: string) => {
      const log: unknown[] = [];
      const pipeline = compose(media(name), reframe({ aspectRatio: "9:16" }));
      const execution = await pipeline.execute(here);

      if (execution.status === "completed") {
        log.push("Video URL:", execution.result?.url);
        log.push("Duration:", execution.result?.duration);
        log.push("Aspect Ratio:", execution.result?.aspectRatio);
      }

      if (execution.status === "failed") {
        // Use getStatus() to get error details
        const status = await execution.getStatus();
        log.push("Error:", status.error);
      }
      return log;
    };

    const colour = ["-f", "lavfi", "-i", "color=0x203040:s=320x180:r=25:d=1"];
    expect(await run(makeClip("scene-1.mp4", [...colour, ...QUICK_H264]))).toEqual([
      ...["Video URL:", URL_OF_FILE, "Duration:", 1],
      ...["Aspect Ratio:", expect.stringMatching(/^\d+:\d+$/)],
    ]);
    expect(await run(notes)).toEqual([
      "Error:",
      expect.objectContaining({ code: "input_unusable", message: expect.stringContaining(basename(notes)) }),
    ]);
  });

  it("builds variants on a base, which is made once", async () => {
    const { url, webhookAt } = await startWebhookReceiver();
    const productDemo = compose(
      generateVideo({ prompt: `Scene 1 ${where}`, duration: 3 }),
      generateVideo({ prompt: `Scene 2 ${where}`, duration: 3 }),
      generateVideo({ prompt: `Scene 3 ${where}`, duration: 3 }),
      merge(),
    );
    // Execute a base pipeline once
    const baseExecution = await productDemo.execute(here);
    const clipsMade = models.requestsAt("submit").length;

    // Create French variant that depends on base
    await compose(productDemo, lipSync({ audioUrl: `${cdnUrl}/french.mp3` }), addSubtitles({ language: "fr" })).execute(
      {
        baseExecutionId: baseExecution.id,
        webhookUrl: `${url}/webhook/french`,
        webhookSecret: "secret123",
        ...here,
      },
    );

    // Create Spanish variant that depends on base
    await compose(
      productDemo,
      lipSync({ audioUrl: `${cdnUrl}/spanish.mp3` }),
      addSubtitles({ language: "es" }),
    ).execute({
      baseExecutionId: baseExecution.id,
      webhookUrl: `${url}/webhook/spanish`,
      webhookSecret: "secret123",
      ...here,
    });

    const webhooks = [await webhookAt("/webhook/french"), await webhookAt("/webhook/spanish")];
    const videos = [];
    for (const { body, headers } of webhooks) {
      const { status, video, error } = await verifyWebhook({ body, headers, secret: "secret123" });
      expect([status, error]).toEqual(["completed", undefined]);
      expect(video).toMatchObject({ duration: 9, aspectRatio: "16:9", status: "completed" });
      videos.push(await fileOf(video));
    }
    const [french = "", spanish = ""] = videos;
    expect(models.requestsAt("submit")).toHaveLength(clipsMade);
    expect(pitchOf(french)).toBeCloseTo(FRENCH_HERTZ, -1);
    expect(pitchOf(spanish)).toBeCloseTo(SPANISH_HERTZ, -1);
    // The scenes are of one colour, so whatever stands out at the foot is letters.
    expect(contrastAtFoot(await fileOf(baseExecution.result), 1)).toBeLessThan(20);
    expect(contrastAtFoot(french, 1)).toBeGreaterThan(100);
    expect(await Promise.all(listener.requests.slice(-2).map((request) => formText(request, "language")))).toEqual(
      expect.arrayContaining(["fr", "es"]),
    );
    if (!onServer) return;
    expect((await planOf(baseExecution.id)).jobs.map(({ id, type }) => [id, type])).toEqual([
      ...[
        ["job1", "generate"],
        ["job2", "generate"],
        ["job3", "generate"],
        ["job4", "merge"],
      ],
    ]);
    expect(await planOf(JSON.parse(webhooks[0]?.body ?? "").executionId)).toEqual({
      jobs: [
        { id: "job1", type: "lipSync", params: { audioUrl: `${cdnUrl}/french.mp3` }, output: "$job1" },
        { id: "job2", type: "addSubtitles", params: { language: "fr" }, dependsOn: ["job1"], output: "$job2" },
      ],
      baseExecutionId: baseExecution.id,
      webhook: { url: `${url}/webhook/french` },
    });
  });

  it("polls with callbacks", async () => {
    const log: string[] = [];
    const pipeline = compose(
      generateVideo({ prompt: `A beautiful landscape ${where}` }),
      reframe({ aspectRatio: "9:16" }),
    );

    // Track progress
    pipeline.onProgress((progress) => {
      log.push(`${progress.completedJobs}/${progress.totalJobs} jobs completed`);
    });

    // Execute without webhook = auto-poll
    const execution = await pipeline.execute(here);

    // Get notified when complete
    execution.onComplete((video) => {
      log.push(`Video ready: ${video.url}`);
    });

    await vi.waitFor(() => expect(log.at(-1)).toBe(`Video ready: ${execution.result?.url}`));
    expect(log.at(-2)).toBe("2/2 jobs completed");
    const { video } = askFfprobe(await fileOf(execution.result));
    expect((video.width ?? 0) / (video.height ?? 1)).toBeCloseTo(9 / 16, 1);
  });

  it("fires and forgets", async () => {
    const { url, webhookAt } = await startWebhookReceiver();
    const pipeline = compose(
      generateVideo({ prompt: `Long video ${where}` }),
      lipSync({ audioUrl: `${cdnUrl}/spanish.mp3` }),
    );

    const before = asked.length;
    const execution = await pipeline.execute({
      webhookUrl: `${url}/webhook/complete`,
      webhookSecret: "secret123",
      ...here,
    });

    // Returns immediately, no polling
    expect(["pending", "processing"]).toContain(execution.status);
    const { body, headers } = await webhookAt("/webhook/complete");
    expect(await verifyWebhook({ body, headers, secret: "secret123" })).toMatchObject({
      executionId: execution.id,
      status: "completed",
    });
    expect(asked.slice(before)).toEqual(onServer ? ["POST /api/execute"] : []);
  });
});

describe("the guide's documents", () => {
  it("are requests that a server takes, and answers with a status to poll", async () => {
    const base = await post({
      jobs: [
        { id: "job1", type: "generate", params: { prompt: "Scene 1" }, output: "$job1" },
        { id: "job2", type: "generate", params: { prompt: "Scene 2" }, output: "$job2" },
        {
          id: "job3",
          type: "merge",
          params: { transition: "crossfade" },
          dependsOn: ["job1", "job2"],
          output: "$job3",
        },
      ],
    });
    const dependent = await post({
      jobs: [
        { id: "job1", type: "lipSync", params: { audioUrl: `${cdnUrl}/french.mp3` }, output: "$job1" },
        { id: "job2", type: "addSubtitles", params: { language: "fr" }, dependsOn: ["job1"], output: "$job2" },
      ],
      baseExecutionId: base,
    });
    const status = await vi.waitFor(
      async () => {
        const answer = await fetch(`${server.url}/api/execute/${dependent}/status`);
        const document = executionSchema.parse(await answer.json());
        expect(document).toMatchObject({ status: "completed" });
        return document;
      },
      { timeout: 60_000 },
    );
    expect(status).toMatchObject({ progress: 100, totalJobs: 2, completedJobs: 2, currentJob: null });
    // The scenes are shorter than what is said over them.
    expect(status.result?.duration).toBe(8.04);
  });

  async function post(plan: object): Promise<string> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${server.url}/api/execute`, { method: "POST", headers, body: JSON.stringify(plan) });
    const { executionId } = (await answer.json()) as { executionId: string };
    expect(executionId).toMatch(/^exec_/);
    return executionId;
  }
});

describe("subtitles for a voice whose words nobody knows", () => {
  it("are refused before anything runs where no model listens", async () => {
    const runtime = openRuntime({
      environment: process.env,
      home: join(home, "deaf"),
      defaultModels: {},
      allowPrivateSources: true,
    });
    onTestFinished(() => runtime.close());
    const variant = compose(
      media(makeClip("scene-1.mp4", ["-f", "lavfi", "-i", "color=0x203040:s=320x180:r=25:d=1", ...QUICK_H264])),
      lipSync({ audioUrl: `${cdnUrl}/french.mp3` }),
      addSubtitles({ language: "fr" }),
    );
    const refusal = runtime.engine.start(variant.toJSON());
    await expect(refusal).rejects.toThrow(PlanValidationError);
    await expect(refusal).rejects.toMatchObject({
      issues: [{ path: "$.jobs[2].params", code: "text_missing", hint: expect.stringMatching(/`text`.*`model`/) }],
    });
    expect(existsSync(join(home, "deaf", "artifacts"))).toBe(false);
  });
});

async function planOf(executionId: string): Promise<Plan> {
  const answer = await fetch(`${server.url}/api/execute/${executionId}/plan`);
  return planSchema.parse(await answer.json());
}

/** The file on this machine, which a server is asked for. */
async function fileOf(result: { url: string } | null | undefined): Promise<string> {
  if (!result) throw new TypeError("Expected a result");
  if (result.url.startsWith("file:")) return fileURLToPath(result.url);
  const answer = await fetch(result.url);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  const path = join(home, `${basename(result.url)}.mp4`);
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
  return path;
}

/** By how often the sound crosses zero. */
function pitchOf(path: string): number {
  const samples = decodeSound(path).subarray(48_000, 2 * 48_000 * 2);
  let crossings = 0;
  const mono = samples.filter((_, index) => index % 2 === 0);
  for (let at = 1; at < mono.length; at++) if ((mono[at - 1] ?? 0) < 0 && (mono[at] ?? 0) >= 0) crossings += 1;
  return crossings / (mono.length / 48_000);
}

/** Between the brightest and the darkest point of the lower third, at this second. */
function contrastAtFoot(path: string, second: number): number {
  const filter = `trim=start=${second},crop=iw:ih/3:0:ih*2/3`;
  const pixels = decodePixels(path, { filter, pixelFormat: "gray", frames: 1 });
  return Math.max(...pixels) - Math.min(...pixels);
}

import { readFileSync } from "node:fs";
import { makeClip, temporaryFolder, testPicture } from "@proxx/testing";
import { FAKE_KEY, jsonOf, startFakeReplicate } from "@proxx/testing/fake-providers";
import { expect, onTestFinished, test, vi } from "vitest";
import { createApiKey, type RequestRecord } from "../src/index.ts";
import { problemOf, saveKeys, startTestServer } from "./test-server.ts";

const FILM = makeClip("film.mp4", [...testPicture({ size: "160x90", seconds: 1 }), "-c:v", "mpeg4"]);
const PLAN = {
  jobs: [
    {
      id: "shot",
      type: "generate",
      params: { model: { provider: "replicate", model: "bytedance/seedance-1-pro" }, prompt: "A tent" },
    },
  ],
};

/** A server whose provider is asked so seldom that only a callback can end a job in time. */
async function startWaiting(publicUrl: string | undefined) {
  const fake = await startFakeReplicate({
    results: { "*": { data: readFileSync(FILM), mediaType: "video/mp4" } },
    webhooks: "never",
    polls: Infinity,
  });
  onTestFinished(() => fake.close());
  const home = temporaryFolder();
  const { key, record } = createApiKey({
    name: "",
    tenant: "acme",
    createdAt: "2026-01-01T00:00:00.000Z",
    expiresAt: null,
  });
  await saveKeys(home, record);
  const records: RequestRecord[] = [];
  const server = await startTestServer({
    publicUrl,
    onRequest: (one) => records.push(one),
    runtime: {
      home,
      environment: { PATH: process.env["PATH"], REPLICATE_API_TOKEN: FAKE_KEY },
      baseUrls: { replicate: fake.baseUrl },
      polling: { firstPauseMs: 600_000, longestPauseMs: 600_000 },
    },
  });
  const own = { authorization: `Bearer ${key}` };
  const begun = await server.post("/api/execute", PLAN, own);
  const { executionId } = (await begun.json()) as { executionId: string };
  const status = async () => {
    const answer = await server.ask(`/api/execute/${executionId}/status`, { headers: own });
    return ((await answer.json()) as { status: string }).status;
  };
  await vi.waitFor(() => expect(fake.requestsAt("submit")).toHaveLength(1), 30_000);
  const [submitted] = fake.requestsAt("submit");
  if (submitted === undefined) throw new Error("Expected a submission");
  return { fake, server, records, status, submitted };
}

test("a provider's callback has the job ask at once, and is believed in nothing", async () => {
  const { fake, server, records, status, submitted } = await startWaiting("https://video.example.com/proxx");
  const { webhook } = jsonOf(submitted) as { webhook: string };
  expect(webhook).toMatch(/^https:\/\/video\.example\.com\/proxx\/api\/callbacks\/[\w-]+\.[\w-]{43}$/);
  const token = webhook.slice(webhook.lastIndexOf("/") + 1);
  const callBack = (path: string) =>
    server.post(`/api/callbacks/${path}`, { status: "succeeded", output: "http://evil" });

  const wrong = await callBack(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`);
  expect(wrong.status).toBe(404);
  expect(await problemOf(wrong)).toMatchObject({ code: "callback_unknown" });
  expect(fake.requestsAt("poll")).toHaveLength(0);

  expect((await callBack(token)).status).toBe(204);
  await vi.waitFor(() => expect(fake.requestsAt("poll").length).toBeGreaterThan(0), 30_000);
  expect(await status()).toBe("processing");

  await fake.finish("prediction1");
  await vi.waitFor(
    async () => {
      expect((await callBack(token)).status).toBe(204);
      expect(await status()).toBe("completed");
    },
    { timeout: 30_000, interval: 100 },
  );
  expect((await callBack(token)).status).toBe(204);
  const shown = records.filter(({ route }) => route === "/api/callbacks/:token").map(({ path }) => path);
  expect(new Set(shown)).toEqual(new Set(["/api/callbacks/:token"]));
  expect(JSON.stringify(records)).not.toContain(token.slice(-43));
});

test.each([undefined, "http://video.example.com"])(
  "no callback is asked for at %s, which no provider reaches",
  async (url) => {
    const { submitted } = await startWaiting(url);
    expect(jsonOf(submitted)).not.toHaveProperty("webhook");
  },
);

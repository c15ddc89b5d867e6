import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { executionSchema, type Execution } from "@proxx/contract";
import { compose, executePlan, generateVideo, provider, reframe } from "@proxx/sdk";
import { askFfprobe, makeClip, QUICK_H264, runProxx, temporaryFolder, testPicture } from "@proxx/testing";
import { FAKE_KEY, jsonOf, startFakeServer, type FakeServer } from "@proxx/testing/fake-providers";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { acmeProvider } from "../../../examples/provider-acme/acme-provider.ts";

// A provider in a package of its own, which nothing in `packages/` knows, asked at a server on this machine.

const ACME = fileURLToPath(new URL("../../../examples/provider-acme/acme-provider.ts", import.meta.url));
const FILM = readFileSync(makeClip("acme.mp4", [...testPicture({ size: "160x90", seconds: 1 }), ...QUICK_H264]));

let server: FakeServer;
let environment: Record<string, string>;
beforeEach(async () => {
  server = await startFakeServer({
    misbehave: [],
    phaseOf: ({ method, path }) => (path === "/1.mp4" ? "file" : method === "POST" ? "submit" : "poll"),
    answer: ({ phase, headers }) => {
      if (phase === "file") return { headers: { "content-type": "video/mp4" }, body: FILM };
      if (headers.get("authorization") !== `Bearer ${FAKE_KEY}`) return { status: 401, body: { message: "No key." } };
      return { body: { id: "run-1", state: phase === "poll" ? "done" : "queued", url: `${server.url}/1.mp4` } };
    },
  });
  onTestFinished(() => server.close());
  environment = { PROXX_HOME: temporaryFolder(), ACME_API_KEY: FAKE_KEY, ACME_BASE_URL: server.url };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
});

const acme = provider("acme");
const film = compose(
  generateVideo({ model: acme("lens-2", { grain: "fine" }), prompt: "A lighthouse", duration: 1 }),
  reframe({ aspectRatio: "1:1" }),
);

/** What Acme was asked, and what came of it. */
function expectFilm({ status, result, jobs }: Pick<Execution, "status" | "result" | "jobs">): void {
  expect(jobs.flatMap(({ error }) => error ?? [])).toEqual([]);
  expect(status).toBe("completed");
  expect(jobs[0]?.provider).toBe("acme:lens-2");
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({
    model: "lens-2",
    prompt: "A lighthouse",
    seconds: 1,
    grain: "fine",
  });
  const { streams } = askFfprobe(fileURLToPath(result?.url ?? ""));
  expect(streams.find(({ codec_type }) => codec_type === "video")).toMatchObject({ width: 90, height: 90 });
}

describe("a provider of another package", () => {
  it("is registered with `execute`, and does what a plan asks of it", async () => {
    const execution = await film.execute({ providers: [acmeProvider] });
    expectFilm({ ...execution, result: execution.result ?? null, jobs: [...execution.jobs] });
  });

  it("is registered with `--provider`, and does what a plan asks of it", async () => {
    const folder = temporaryFolder();
    const plan = join(folder, "film.plan.json");
    writeFileSync(plan, JSON.stringify(film));
    const run = await runProxx(["run-plan", plan, "--provider", ACME], { env: environment });
    expectFilm(executionSchema.parse(JSON.parse(run.stdout)));
  });

  it("has its models checked like those of any other", async () => {
    const plan = {
      jobs: [{ id: "a", type: "generate", params: { model: acme("lens-2"), prompt: "x", duration: 30 } }],
    };
    const refusal = executePlan(plan, { providers: [acmeProvider], providerApiKeys: { acme: "a-key" } });
    await expect(refusal).rejects.toMatchObject({
      issues: [{ path: "$.jobs[0].params.duration", code: "invalid_parameter" }],
    });
  });

  it("is unknown where nobody has registered it", async () => {
    const refusal = executePlan(film.toJSON(), { providerApiKeys: { acme: "a-key" } });
    await expect(refusal).rejects.toMatchObject({
      issues: [
        { path: "$.providerApiKeys.acme", hint: expect.stringContaining("elevenlabs") },
        { path: "$.jobs[0].params.model.provider", code: "invalid_value", hint: expect.stringContaining("elevenlabs") },
      ],
    });
  });

  it("can be a plain value of a package that is installed in the folder", async () => {
    const folder = temporaryFolder();
    const home = join(folder, "node_modules", "tiny-provider");
    mkdirSync(home, { recursive: true });
    writeFileSync(
      join(home, "package.json"),
      JSON.stringify({ name: "tiny-provider", type: "module", main: "index.js" }),
    );
    writeFileSync(join(home, "index.js"), TINY);
    const jobs = [{ id: "a", type: "generate", params: { model: { provider: "tiny", model: "any" }, prompt: "x" } }];
    writeFileSync(join(folder, "plan.json"), JSON.stringify({ jobs }));
    const env = { PROXX_HOME: environment["PROXX_HOME"], TINY_KEY: "a-key", TINY_BASE_URL: server.url };
    const run = await runProxx(["run-plan", "plan.json", "--provider", "tiny-provider"], { env, cwd: folder });
    expect(executionSchema.parse(JSON.parse(run.stdout))).toMatchObject({ status: "completed" });
    const missing = await runProxx(["run-plan", "plan.json", "--provider", "./nobody.js"], { env, cwd: folder });
    expect(missing.code).toBe(4);
    expect(missing.stderr).toContain("The provider ./nobody.js cannot be loaded");
  });
});

const TINY = `
export const tiny = {
  name: "tiny",
  keyVariables: ["TINY_KEY"],
  baseUrlVariable: "TINY_BASE_URL",
  tasks: ["video"],
  models: { idPattern: /^any$/, idExample: "any", usual: () => ({ names: { prompt: "prompt" } }), known: {} },
  submit: async (request, { baseUrl }) => ({
    state: "done",
    results: [{ kind: "url", url: baseUrl + "/1.mp4", mediaType: "video/mp4" }],
  }),
  poll: async () => { throw new Error("Expected nobody to ask"); },
};
`;

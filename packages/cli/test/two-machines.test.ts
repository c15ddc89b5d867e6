import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executionSchema } from "@proxx/contract";
import { everydayClip, runProxx, startProxx, temporaryFolder } from "@proxx/testing";
import { createTestDatabase } from "@proxx/testing/postgres";
import { expect, it, onTestFinished, vi } from "vitest";
import { startS3Server } from "../../storage/test/s3-server.ts";

it("works on a machine that shares nothing with the server but a database and a bucket", async () => {
  const [database, bucket] = [await createTestDatabase(), await startS3Server()];
  onTestFinished(() => database.drop());
  const env = {
    DATABASE_URL: database.url,
    PROXX_STORE: "s3://films/proxx",
    AWS_ENDPOINT_URL_S3: bucket.settings.endpoint,
    AWS_ACCESS_KEY_ID: "S3RVER",
    AWS_SECRET_ACCESS_KEY: "S3RVER",
  };
  const [here, there] = [temporaryFolder(), temporaryFolder()];
  const key = { PROXX_SECRETS_KEY: "5e".repeat(32) };
  const server = startProxx(["serve", "--port", "0", "--data", here, "--workers", "0"], { env: { ...env, ...key } });
  await server.said(/proxx serves at http:\S+;/);
  expect(await runProxx(["work", "--data", there, "--workers", "1"], { env })).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/sealed with another key than this machine's[^]*PROXX_SECRETS_KEY/),
  });
  const keyFile = join(there, "key");
  writeFileSync(keyFile, `${key.PROXX_SECRETS_KEY}\n`);
  const worker = startProxx(["work", "--data", there, "--workers", "1"], {
    env: { ...env, PROXX_SECRETS_KEY: keyFile },
  });
  onTestFinished(() => {
    for (const { child } of [server, worker]) child.kill("SIGKILL");
  });
  await worker.said(/proxx works/);
  const url = /serves at (http:[^;]+);/.exec(server.stderr())?.[1] ?? "";
  const jobs = [
    { id: "shot", type: "generate", params: { prompt: "A tent", duration: 1, resolution: "480p" } },
    { id: "still", type: "generateImage", params: { prompt: "A tent" } },
    { id: "film", type: "reframe", params: { video: "$shot", aspectRatio: "1:1" } },
  ];
  const outputs = { still: "$still", film: "$film" };
  async function begin(plan: object): Promise<string> {
    const begun = await fetch(`${url}/api/execute`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(plan),
    });
    expect(begun.status).toBe(202);
    return ((await begun.json()) as { executionId: string }).executionId;
  }
  const ended = (executionId: string) =>
    vi.waitFor(
      async () => {
        const answer = await fetch(`${url}/api/execute/${executionId}/status`);
        const shown = executionSchema.parse(await answer.json());
        expect(shown).toMatchObject({ status: "completed", error: null });
        return shown;
      },
      { timeout: 90_000, interval: 300 },
    );
  const execution = await ended(await begin({ jobs, outputs }));
  expect(existsSync(join(there, "cache"))).toBe(true);
  for (const made of Object.values(execution.results)) {
    if (made === null || made === undefined) throw new Error("Expected a result");
    expect(made.url.startsWith(`${url}/api/artifacts/`)).toBe(true);
    const bytes = Buffer.from(await (await fetch(made.url)).arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(made.sha256);
    const part = await fetch(made.url, { headers: { range: "bytes=-10" } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(-10));
  }
  const sent = await fetch(`${url}/api/uploads?name=clip.mov`, { method: "POST", body: readFileSync(everydayClip()) });
  const upload = (await sent.json()) as { url: string };
  const film = execution.results["film"]?.url ?? "";
  const merged = await ended(
    await begin({
      jobs: [
        { id: "sent", type: "media", params: { url: upload.url } },
        { id: "made", type: "media", params: { url: film } },
        { id: "both", type: "merge", params: {}, dependsOn: ["sent", "made"] },
      ],
    }),
  );
  expect(merged).toMatchObject({ status: "completed", error: null });
  expect((await fetch(upload.url, { method: "DELETE" })).status).toBe(204);
  // What the server sends, it sends from the bucket.
  expect(existsSync(join(here, "cache")) ? readdirSync(join(here, "cache")) : []).toEqual([]);
  for (const program of [worker, server]) {
    program.child.kill("SIGTERM");
    expect(await program.finished).toMatchObject({ code: 0 });
  }
});

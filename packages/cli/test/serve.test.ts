import { executionSchema } from "@proxx/contract";
import { runProxx, startProxx, temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished } from "vitest";

function serve(args: readonly string[] = []) {
  const server = startProxx(["serve", "--port", "0", "--data", temporaryFolder(), ...args]);
  onTestFinished(() => void server.child.kill("SIGKILL"));
  const address = async () => {
    await server.said(/proxx serves at http:\S+;/);
    return /serves at (http:[^;]+);/.exec(server.stderr())?.[1] ?? "";
  };
  return { ...server, address };
}

it("serves, and ends with 0 when it is told to", async () => {
  const { address, child, finished } = serve();
  const answer = await fetch(`${await address()}/healthz`);
  expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
  child.kill("SIGTERM");
  expect(await finished).toMatchObject({ code: 0, stderr: expect.stringContaining("closed") });
});

it("lets what runs come to its end before it goes", async () => {
  const { address, child, finished, said } = serve();
  const url = await address();
  const jobs = [
    { id: "job1", type: "generate", params: { prompt: "A tent", duration: 1, resolution: "480p" }, output: "$job1" },
  ];
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/api/execute`, { method: "POST", headers, body: JSON.stringify({ jobs }) });
  const { executionId } = (await answer.json()) as { executionId: string };
  const events = await fetch(`${url}/api/execute/${executionId}/status`);
  expect(executionSchema.parse(await events.json()).status).toMatch(/pending|processing/);
  child.kill("SIGTERM");
  await said(/closing/);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  expect(await finished).toMatchObject({ code: 0 });
});

it("listens to this machine alone without a key", async () => {
  const { code, stderr } = await runProxx(["serve", "--host", "0.0.0.0", "--port", "0", "--data", temporaryFolder()]);
  expect([code, stderr]).toEqual([4, expect.stringMatching(/API key.*\n.*proxx keys create/)]);
});

it("shows an example", async () => {
  expect(await runProxx(["serve", "--help"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Example:\n.*proxx serve/),
  });
});

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
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

it("ends where something else listens at its port, and says what to do", async () => {
  await using other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await runProxx(["serve", "--port", String(port), "--data", temporaryFolder()]);
  expect([code, stderr]).toEqual([4, expect.stringMatching(/^✗ Cannot listen on .*\n {2}→ .*--port.*\n$/)]);
});

it.each(["serve", "work"])("`proxx %s` ends where its folder cannot be one, and says so once", async (command) => {
  const file = join(temporaryFolder(), "a-file");
  writeFileSync(file, "");
  const { code, stderr } = await runProxx([command, "--data", file, ...(command === "serve" ? ["--port", "0"] : [])]);
  expect([code, stderr]).toEqual([4, expect.stringMatching(/^✗ .*a-file.*\n {2}→ .*--data.*\n$/)]);
});

it.each([
  ["keys", "list"],
  ["db", "check"],
  ["run-plan", "plan.json"],
])("`proxx %s` says what to do about it too", async (...command) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a-file"), "");
  writeFileSync(
    join(folder, "plan.json"),
    JSON.stringify({ jobs: [{ id: "job1", type: "generate", params: { prompt: "A tent" } }] }),
  );
  const where = [command[0] === "run-plan" ? "--home" : "--data", "a-file"];
  const { code, stderr } = await runProxx([...command, ...where], { cwd: folder });
  expect([code, stderr]).toEqual([4, expect.stringMatching(/^✗ .*a-file.*\n {2}→ .*--data.*\n$/)]);
});

it("shows an example", async () => {
  expect(await runProxx(["serve", "--help"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Example:\n.*proxx serve/),
  });
});

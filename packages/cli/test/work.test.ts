import { executionSchema, type Execution } from "@proxx/contract";
import { runProxx, startProxx, temporaryFolder, type RunningProxx } from "@proxx/testing";
import { expect, it, onTestFinished, vi } from "vitest";

const JSON_TYPE = { "content-type": "application/json" };

function start(args: readonly string[]): RunningProxx {
  const program = startProxx(args);
  onTestFinished(() => void program.child.kill("SIGKILL"));
  return program;
}

it("works for a server that only takes plans, with another one, and hands back what it has when it is told to end", async () => {
  const data = temporaryFolder();
  const server = start(["serve", "--port", "0", "--data", data, "--workers", "0"]);
  const workers = [1, 2].map(() => start(["work", "--data", data, "--workers", "1"]));
  await Promise.all([server.said(/proxx serves at http:\S+;/), ...workers.map(({ said }) => said(/proxx works/))]);
  const url = /serves at (http:[^;]+);/.exec(server.stderr())?.[1] ?? "";
  const read = async (id: string): Promise<Execution> => {
    const answer = await fetch(`${url}/api/execute/${id}/status`);
    return executionSchema.parse(await answer.json());
  };
  const jobs = Array.from({ length: 4 }, (_, index) => ({
    id: `job${index}`,
    type: "generateImage",
    params: { prompt: `tent ${index}` },
  }));
  const outputs = Object.fromEntries(jobs.map(({ id }) => [id, `$${id}`]));
  const answer = await fetch(`${url}/api/execute`, {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify({ jobs, outputs }),
  });
  const { executionId } = (await answer.json()) as { executionId: string };
  await vi.waitFor(async () => expect((await read(executionId)).status).toBe("completed"), {
    timeout: 60_000,
    interval: 200,
  });
  for (const program of [...workers, server]) {
    program.child.kill("SIGTERM");
    expect(await program.finished).toMatchObject({ code: 0, stderr: expect.stringContaining("closed") });
  }
});

it("shows an example, and refuses a limit that is none", async () => {
  expect(await runProxx(["work", "--help"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Example:\n.*\n.*proxx work/),
  });
  expect(await runProxx(["work", "--provider-jobs", "fal"])).toMatchObject({ code: 64 });
});

import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { executionSchema, type Execution } from "@proxx/contract";
import { everydayClip, runProxx, startProxx, temporaryFolder, type RunningProxx } from "@proxx/testing";
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
  const workers = [1, 2].map(() => start(["work", "--data", data, "--workers", "1", "--metrics-port", "0"]));
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
  const ended = await Promise.all(
    workers.map(async ({ stderr }) => {
      const address = /figures are at (\S+)/.exec(stderr())?.[1] ?? "";
      const text = await (await fetch(address)).text();
      expect(text).toMatch(/^proxx_workers 2$/m);
      expect((await fetch(new URL("/api/execute", address))).status).toBe(404);
      expect(await (await fetch(new URL("/healthz", address))).json()).toEqual({ status: "ok" });
      const page = await fetch(address, { headers: { origin: "https://example.com" } });
      expect(page.status).toBe(403);
      return Number(/^proxx_executions_ended_total\{status="completed"\} (\d+)$/m.exec(text)?.[1] ?? 0);
    }),
  );
  expect(ended.toSorted((one, other) => one - other)).toEqual([0, 1]);
  for (const program of [...workers, server]) {
    program.child.kill("SIGTERM");
    expect(await program.finished).toMatchObject({ code: 0, stderr: expect.stringContaining("closed") });
  }
});

it("runs JobSpecs that a server has taken which leaves all work to others", async () => {
  const [data, root] = [temporaryFolder(), temporaryFolder()];
  copyFileSync(everydayClip(), join(root, "clip.mov"));
  const server = start(["serve", "--port", "0", "--data", data, "--workers", "0", "--media-root", root]);
  const worker = start(["work", "--data", data, "--workers", "1", "--media-root", root]);
  await Promise.all([server.said(/proxx serves at http:\S+;/), worker.said(/proxx works/)]);
  const url = /serves at (http:[^;]+);/.exec(server.stderr())?.[1] ?? "";
  const jobSpec = {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: [join(root, "clip.mov")],
    output_dir: root,
    output_name_template: "{source_name}_proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
  };
  const answer = await fetch(`${url}/api/jobspecs`, {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify(jobSpec),
  });
  const { id } = (await answer.json()) as { id: string };
  await vi.waitFor(
    async () => {
      const job: unknown = await (await fetch(`${url}/api/jobspecs/${id}`)).json();
      expect(job).toMatchObject({ status: "completed", progress: 100, result: { status: "COMPLETED" } });
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(existsSync(join(root, "clip_proxy.mp4"))).toBe(true);
  for (const program of [worker, server]) {
    program.child.kill("SIGTERM");
    expect(await program.finished).toMatchObject({ code: 0 });
  }
});

it("shows an example, and refuses a limit that is none", async () => {
  expect(await runProxx(["work", "--help"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Example:\n.*\n.*proxx work/),
  });
  expect(await runProxx(["work", "--provider-jobs", "fal"])).toMatchObject({ code: 64 });
});

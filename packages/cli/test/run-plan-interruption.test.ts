import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startProxx } from "@proxx/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { executionOf, planFolder, scene } from "./plan-folder.ts";

/** A minute of work on any machine. */
const slow = { id: "slow", type: "generate", params: { prompt: "A long way", duration: 600, resolution: "1080p" } };

describe("proxx run-plan, interrupted", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "prints the cancelled execution after %s, and leaves no process and no work folder",
    async (signal) => {
      const place = planFolder();
      const plan = place.write([slow, { id: "film", type: "merge", params: { items: ["$slow"] } }]);
      const running = startProxx(["run-plan", plan, "--progress", "json", "-o", "film.mp4"], {
        cwd: place.folder,
        env: place.env,
      });
      await running.said(/"message":"rendering"/);
      running.child.kill(signal);
      const run = await running.finished;
      expect(processesNaming(place.folder)).toEqual([]);
      expect(run).toMatchObject({ code: 2, signal: null });
      expect(executionOf(run)).toMatchObject({
        status: "cancelled",
        result: null,
        error: { code: "aborted", jobId: null },
        completedJobs: 0,
        jobs: [{ status: "cancelled" }, { status: "cancelled" }],
      });
      expect(run.stderr).toMatch(/cancelled after [\d.]+ s: no job was done/);
      expect(place.left()).toEqual([]);
      expect(readdirSync(place.folder).toSorted()).toEqual(["film.plan.json", "home"]);
    },
  );

  it("keeps what is finished, says so, and ends with 3", async () => {
    const place = planFolder();
    const jobs = [scene("quick", "A short way", 0.2), slow];
    const plan = place.write(JSON.stringify({ jobs, outputs: { quick: "$quick", slow: "$slow" } }));
    const running = startProxx(["run-plan", plan, "--progress", "json"], { env: place.env });
    await running.said(/"completedJobs":1/);
    running.child.kill("SIGINT");
    const run = await running.finished;
    expect(run.code).toBe(3);
    const { status, jobs: ended } = executionOf(run);
    expect([status, ...ended.map((job) => job.status)]).toEqual(["cancelled", "completed", "cancelled"]);
    expect(run.stderr).toContain("1 of 2 jobs is done, and the next run reuses what it made");
    expect(processesNaming(place.folder)).toEqual([]);
    expect(place.left()).toEqual([]);
  });

  it("leaves no process behind when it is killed, and nothing after the next start", async () => {
    const place = planFolder();
    const running = startProxx(["run-plan", place.write([slow]), "--progress", "json"], { env: place.env });
    await running.said(/"message":"rendering"/);
    running.child.kill("SIGKILL");
    await running.finished;
    await expect.poll(() => processesNaming(place.folder), { timeout: 2000, interval: 20 }).toEqual([]);
    expect(place.left()).not.toEqual([]);
    const next = startProxx(["run-plan", place.write([scene("quick", "A short way", 0.2)])], { env: place.env });
    expect((await next.finished).code).toBe(0);
    expect(place.left()).toEqual([]);
  });
});

it("proxx plan, interrupted while a source is on its way, leaves nothing", async () => {
  const place = planFolder();
  const asked = Promise.withResolvers<void>();
  const server = createServer(() => asked.resolve());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.mp4`;
  const plan = place.write([{ id: "a", type: "media", params: { url } }]);
  const running = startProxx(["plan", plan, "--allow-private-sources"], { env: place.env });
  await asked.promise;
  running.child.kill("SIGINT");
  expect(await running.finished).toMatchObject({ code: 2, signal: null, stdout: "", stderr: "Interrupted.\n" });
  expect(place.left()).toEqual([]);
});

/** The command lines of running processes that name a folder. */
function processesNaming(folder: string): string[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      return command.includes(folder) ? [command] : [];
    } catch {
      return [];
    }
  });
}

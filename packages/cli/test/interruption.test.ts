import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AT_ITS_PACE, startProxx } from "@proxx/testing";
import { rounds } from "@proxx/testing/rows";
import { jobFolder, resultOf, slowClip } from "./job-folder.ts";

describe("proxx run, interrupted", () => {
  it("writes the result, leaves no process and no final name, at any moment of an encode", async () => {
    for (let moment = 0; moment < rounds(4, 10); moment++) {
      const job = jobFolder();
      const spec = job.spec({
        sources: [slowClip()],
        codec: "prores_proxy",
        container: "mov",
        proxy_profile: "proxy_prores_proxy_fast",
      });
      const running = startProxx(["run", job.write(spec), "--progress", "json"], { env: { PATH: AT_ITS_PACE } });
      // The moment is a random figure of progress, so that a slow machine is interrupted in the encode as well.
      const reports = 1 + Math.floor(Math.random() * 5);
      await running.said(moment === 0 ? /"clip-started"/ : new RegExp(`("clip-progress"[^]*){${reports}}`));
      running.child.kill(moment % 3 === 0 ? "SIGINT" : "SIGTERM");
      const run = await running.finished;
      expect(run.signal).toBeNull();
      expect(run.code).toBe(2);
      const [clip] = resultOf(run).clips;
      expect(clip).toMatchObject({ status: "FAILED", failure_reason: "interrupted", output_exists: false });
      expect(readdirSync(job.output).filter((name) => !name.startsWith("."))).toEqual([]);
      expect(processesNaming(job.folder)).toEqual([]);
    }
  });

  it("leaves no encoder behind when it is killed without a chance to clean up", async () => {
    const job = jobFolder();
    const spec = job.spec({
      sources: [slowClip()],
      codec: "prores_proxy",
      container: "mov",
      proxy_profile: "proxy_prores_proxy_fast",
    });
    const running = startProxx(["run", job.write(spec), "--progress", "json"], { env: { PATH: AT_ITS_PACE } });
    await running.said(/"clip-progress"/);
    running.child.kill("SIGKILL");
    await running.finished;
    await expect.poll(() => processesNaming(job.folder), { timeout: 10_000, interval: 50 }).toEqual([]);
  });
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

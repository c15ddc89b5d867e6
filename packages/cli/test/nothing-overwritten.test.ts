import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeClip, runProxx, startProxx, testPicture } from "@proxx/testing";
import { rounds } from "@proxx/testing/rows";
import { jobFolder, resultOf } from "./job-folder.ts";

const OWN = "somebody's file";

describe("proxx run overwrites nothing", () => {
  it("refuses an output that exists", async () => {
    const job = jobFolder();
    writeFileSync(join(job.output, "everyday_proxy.mp4"), OWN);
    const run = await runProxx(["run", job.write(job.spec())]);
    expect(run.code).toBe(1);
    expect(resultOf(run).validation_issues).toMatchObject([{ code: "output_exists", path: "$.sources[0]" }]);
    expect(readFileSync(join(job.output, "everyday_proxy.mp4"), "utf8")).toBe(OWN);
    expect(readdirSync(job.output)).toHaveLength(1);
  });

  it("refuses an output that differs from an existing name in case only", async () => {
    const job = jobFolder();
    writeFileSync(join(job.output, "EVERYDAY_Proxy.MP4"), OWN);
    const run = await runProxx(["run", job.write(job.spec())]);
    expect(run.code).toBe(1);
    expect(resultOf(run).validation_issues).toMatchObject([{ code: "output_exists" }]);
    expect(readdirSync(job.output)).toEqual(["EVERYDAY_Proxy.MP4"]);
  });

  it.each(["everyday_proxy.mp4", "Everyday_PROXY.mp4"])(
    "loses to %s when it appears during the encode",
    async (name) => {
      const job = jobFolder();
      const running = startProxx(["run", job.write(job.spec()), "--progress", "json"]);
      await running.said(/"clip-started"/);
      writeFileSync(join(job.output, name), OWN);
      const run = await running.finished;
      expect(run.code).toBe(2);
      const [clip] = resultOf(run).clips;
      expect(clip).toMatchObject({
        status: "FAILED",
        failure_reason: "execution_error",
        failure_code: "output_exists",
      });
      expect(readFileSync(join(job.output, name), "utf8")).toBe(OWN);
      expect(readdirSync(job.output).filter((entry) => !entry.startsWith("."))).toEqual([name]);
    },
  );

  it("lets exactly one of two racing runs win, again and again, and the other says why", async () => {
    const source = makeClip("tiny.mov", [
      ...testPicture({ size: "128x72", seconds: 0.4 }),
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-pix_fmt",
      "yuv420p",
    ]);
    for (let round = 0; round < rounds(5, 20); round++) {
      const job = jobFolder();
      const path = job.write(job.spec({ sources: [source], resolution: "same" }));
      const runs = await Promise.all([runProxx(["run", path]), runProxx(["run", path])]);
      const results = runs.map(resultOf);
      const [winner, ...others] = results.filter(({ status }) => status === "COMPLETED");
      expect(others).toEqual([]);
      const loser = results.find(({ status }) => status === "FAILED");
      const why = loser?.clips[0]?.failure_code ?? loser?.validation_issues[0]?.code;
      expect(why).toBe("output_exists");
      const published = readFileSync(join(job.output, "tiny_proxy.mp4"));
      expect(createHash("sha256").update(published).digest("hex")).toBe(winner?.clips[0]?.output_sha256);
    }
  });
});

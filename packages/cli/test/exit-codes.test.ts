import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AT_ITS_PACE, everydayClip, makeClip, runProxx, startProxx, testPicture } from "@proxx/testing";
import { jobFolder, resultOf, slowClip } from "./job-folder.ts";

describe("proxx run", () => {
  it("ends with 0 when every clip is made and verified", async () => {
    const job = jobFolder();
    const run = await runProxx(["run", job.write(job.spec())]);
    const result = resultOf(run);
    expect(run.code).toBe(0);
    expect(result).toMatchObject({
      status: "COMPLETED",
      successful_clips: 1,
      failed_clips: 0,
      execution_engine: "ffmpeg",
    });
    expect(result.clips[0]?.verification.every(({ pass }) => pass)).toBe(true);
    expect(readdirSync(job.output)).toEqual(["everyday_proxy.mp4"]);
  });

  it("ends with 1 when the spec is not valid, and names the issue", async () => {
    const job = jobFolder();
    const run = await runProxx(["run", job.write(job.spec({ codec: "h246" }))]);
    expect(run.code).toBe(1);
    expect(resultOf(run)).toMatchObject({ status: "FAILED", total_clips: 1, skipped_clips: 1 });
    expect(resultOf(run).validation_issues[0]).toMatchObject({
      path: "$.codec",
      hint: expect.stringContaining("h264"),
    });
    expect(readdirSync(job.output)).toEqual([]);
  });

  it("ends with 1 when there is no ffmpeg, and says how to install it", async () => {
    const job = jobFolder();
    const run = await runProxx(["run", job.write(job.spec())], { env: { PATH: job.folder } });
    expect(run.code).toBe(1);
    expect(resultOf(run).validation_issues).toMatchObject([
      { code: "tool_missing", hint: expect.stringContaining("install") },
    ]);
  });

  it("ends with 2 when the first clip fails, and keeps what was made of it under its partial name", async () => {
    const job = jobFolder();
    const run = await runProxx(["run", job.write(job.spec({ sources: [damagedClip(job.folder), everydayClip()] }))]);
    const result = resultOf(run);
    expect(run.code).toBe(2);
    expect(result).toMatchObject({ status: "FAILED", total_clips: 2, failed_clips: 1, skipped_clips: 1 });
    const [clip, skipped] = result.clips;
    expect(clip).toMatchObject({ status: "FAILED", failure_reason: "execution_error", output_exists: false });
    expect(clip?.stderr_tail?.length).toBeGreaterThan(0);
    expect(existsSync(clip?.partial_path ?? "")).toBe(true);
    expect(skipped).toMatchObject({ status: "SKIPPED", started_at: null });
    expect(readdirSync(job.output).filter((name) => !name.startsWith("."))).toEqual([]);
  });

  it("ends with 3 when a later clip fails, and keeps the earlier ones", async () => {
    const job = jobFolder();
    const run = await runProxx(["run", job.write(job.spec({ sources: [everydayClip(), damagedClip(job.folder)] }))]);
    expect(run.code).toBe(3);
    expect(resultOf(run)).toMatchObject({ status: "PARTIAL", successful_clips: 1, failed_clips: 1 });
    expect(existsSync(join(job.output, "everyday_proxy.mp4"))).toBe(true);
  });

  it("ends with 4 when the spec cannot be read", async () => {
    const job = jobFolder();
    for (const path of [join(job.folder, "nowhere.json"), job.folder]) {
      const run = await runProxx(["run", path]);
      expect(run.code).toBe(4);
      expect(resultOf(run).validation_issues[0]).toMatchObject({ code: "document_unreadable" });
    }
  });

  it("ends with 4 when the result cannot be written", async () => {
    const job = jobFolder();
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const run = await runProxx(["run", job.write(job.spec())], { stdout: full });
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/cannot be written to stdout: .*\n {2}→ Check the disk or the program it is piped into/);
  });

  it("ends with 4 when the disk fills up while encoding, and publishes nothing", async () => {
    const job = jobFolder();
    const disk = smallDisk(job.folder, "80m");
    const spec = job.spec({
      output_dir: disk,
      sources: [slowClip()],
      codec: "prores_proxy",
      container: "mov",
      proxy_profile: "proxy_prores_proxy_fast",
      resolution: "half",
    });
    const running = startProxx(["run", job.write(spec), "--progress", "json"], { env: { PATH: AT_ITS_PACE } });
    await running.said(/"clip-progress"/);
    fillDisk(disk);
    const run = await running.finished;
    expect(run.code).toBe(4);
    expect(resultOf(run).clips[0]).toMatchObject({ failure_reason: "execution_error", failure_code: "disk_full" });
    expect(readdirSync(disk).filter((name) => !name.startsWith(".") && name !== "filler")).toEqual([]);
  });

  it.each([
    [["run"]],
    [["run", "a.json", "b.json"]],
    [["run", "a.json", "--progress", "loud"]],
    [["run", "a.json", "--stall-seconds", "-1"]],
    [["run", "a.json", "--nonsense"]],
  ])("ends with 64 for wrong usage, with a result on stdout: %j", async (args) => {
    const run = await runProxx(args);
    expect(run.code).toBe(64);
    expect(resultOf(run).validation_issues[0]).toMatchObject({ code: "usage" });
  });
});

it("ends with 64 for an unknown command, and suggests the known one", async () => {
  const run = await runProxx(["vaildate", "a.json"]);
  expect(run.code).toBe(64);
  expect(run.stderr).toContain("Did you mean validate?");
});

/** ProRes whose frames are overwritten in the middle: it demuxes whole and does not decode. */
function damagedClip(folder: string): string {
  const whole = makeClip("prores.mov", [...testPicture(), "-c:v", "prores_ks", "-profile:v", "0"]);
  const path = join(folder, "damaged.mov");
  const bytes = readFileSync(whole);
  // Behind the first frames, before the index at the end.
  bytes.fill(0xa5, 100_000, 250_000);
  writeFileSync(path, bytes);
  return path;
}

/** A file system of its own; needs root, as the tests' machine is. */
function smallDisk(folder: string, size: string): string {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk]);
  if (mounted.status !== 0) throw new Error(`A tmpfs cannot be mounted: ${mounted.stderr.toString()}`);
  onTestFinished(() => void spawnSync("umount", ["-l", disk]));
  return disk;
}

function fillDisk(disk: string): void {
  const path = join(disk, "filler");
  const megabyte = Buffer.alloc(1024 * 1024);
  const { bavail, bsize } = statfsSync(disk);
  try {
    for (let free = bavail * bsize; free > 0; free -= megabyte.length) writeFileSync(path, megabyte, { flag: "a" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

it("ends with 64 for a movie that is too short to be one, and says how long it may be", async () => {
  const run = await runProxx(["movie", "create", "a.md", "-o", "out", "--seconds", "15"]);
  expect(run.code).toBe(64);
  expect(run.stderr).toContain("20 to 3600 seconds");
});

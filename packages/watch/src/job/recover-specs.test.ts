import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ClipResult } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { createResultFrame, emptyClip } from "@proxx/transcode";
import { describe, expect, test } from "vitest";
import { openWatchFolder } from "../folder/watch-folder.ts";
import { recoverSpecs } from "./recover-specs.ts";
import { signsKeptByMove } from "./settled-files.ts";
import { createSpecJournal, type JournalEntry, type JournalledClip } from "./spec-journal.ts";

const VERIFIED = "what was encoded and verified";

/** A runner that was killed while it gave a clip its name: its journal says which file it meant. */
async function killedWhilePublishing() {
  const root = temporaryFolder();
  const folder = await openWatchFolder(root);
  const [outputPath, workingPath] = [join(root, "a_proxy.mov"), join(root, ".a_proxy.mov.partial.mov")];
  writeFileSync(folder.path("running", "a.json"), "{}");
  const clip: ClipResult = {
    ...emptyClip("/media/a.mov"),
    status: "COMPLETED",
    output_path: outputPath,
    output_exists: true,
    output_size_bytes: VERIFIED.length,
    output_sha256: createHash("sha256").update(VERIFIED).digest("hex"),
  };
  const at = "2026-11-20T10:00:00.000Z";
  const clips = [{ sourcePath: "/media/a.mov", outputPath }];
  const journal = createSpecJournal(folder.journal("a.json"));
  await journal.append({ type: "job", at, jobId: "a", fingerprint: "sha256:0", engine: "ffmpeg", clips });
  await journal.append({ type: "clip-started", index: 0, workingPath, at });
  return {
    outputPath,
    workingPath,
    /** What the next runner makes of it, when the journal names the file by `inode`. */
    recover: async (inode: string) => {
      await journal.append({ type: "clip-publishing", index: 0, workingPath, inode, clip });
      const [recovered] = await recoverSpecs(folder);
      return recovered?.status;
    },
  };
}

/** A runner that was killed while it put a finished spec and its result away. */
async function killedWhileSettling() {
  const folder = await openWatchFolder(temporaryFolder());
  const [running, spec, result] = [
    folder.path("running", "a.json"),
    folder.path("failed", "a.json"),
    folder.path("failed", "a.result.json"),
  ];
  writeFileSync(running, "{}");
  const told = createResultFrame({}, { baseDirectory: folder.root }).interrupted();
  const journal = createSpecJournal(folder.journal("a.json"));
  const specSigns = await signsKeptByMove(running);
  await journal.append({ type: "settling", from: "running", to: "failed", name: "a.json", specSigns, result: told });
  mkdirSync(dirname(spec), { recursive: true });
  return { folder, spec, result };
}

describe("a spec whose runner was killed while it was put away", () => {
  test("is put away under the names that were reserved for it where there are no hard links", async () => {
    const { folder, spec, result } = await killedWhileSettling();
    for (const name of [spec, result]) writeFileSync(name, "");
    expect(await recoverSpecs(folder)).toMatchObject([{ spec: "a.json", specPath: spec }]);
    expect(readFileSync(spec, "utf8")).toBe("{}");
    expect(JSON.parse(readFileSync(result, "utf8"))).toMatchObject({ status: "FAILED" });
    expect(readdirSync(dirname(spec)).toSorted()).toEqual(["a.json", "a.result.json"]);
    expect(readdirSync(dirname(folder.path("running", "a.json")))).toEqual([]);
  });

  test("loses its old name when it has both", async () => {
    const { folder, spec, result } = await killedWhileSettling();
    writeFileSync(result, "written before");
    linkSync(folder.path("running", "a.json"), spec);
    expect(await recoverSpecs(folder)).toMatchObject([{ specPath: spec }]);
    expect(existsSync(folder.path("running", "a.json"))).toBe(false);
    expect([readFileSync(spec, "utf8"), readFileSync(result, "utf8")]).toEqual(["{}", "written before"]);
  });

  test.each(["a spec", "a result"])("takes another name where somebody else has put %s under its own", async (what) => {
    const { folder, spec, result } = await killedWhileSettling();
    const others = what === "a spec" ? spec : result;
    writeFileSync(others, "somebody else's");
    const specPath = folder.path("failed", "a~2.json");
    expect(await recoverSpecs(folder)).toMatchObject([{ spec: "a.json", specPath }]);
    expect(readFileSync(others, "utf8")).toBe("somebody else's");
    expect(readFileSync(specPath, "utf8")).toBe("{}");
    expect(readdirSync(dirname(spec)).filter((name) => !name.includes("~"))).toEqual([basename(others)]);
  });
});

describe("a spec whose runner was killed", () => {
  const at = "2026-11-20T10:00:00.000Z";
  const begun = (clips: JournalledClip[]): JournalEntry => {
    return { type: "job", at, jobId: "a", fingerprint: "sha256:0", engine: "ffmpeg", clips };
  };

  test("before it was claimed stays where it is, and nothing is told of it", async () => {
    const folder = await openWatchFolder(temporaryFolder());
    writeFileSync(folder.path("pending", "a.json"), "{}");
    await createSpecJournal(folder.journal("a.json")).append(begun([]));
    expect(await recoverSpecs(folder)).toEqual([]);
    expect(existsSync(folder.journal("a.json"))).toBe(false);
    expect(readdirSync(folder.path("pending", "."))).toEqual(["a.json"]);
    expect(readdirSync(folder.path("failed", "."))).toEqual([]);
  });

  test("fails, and its result says why and where it was", async () => {
    const folder = await openWatchFolder(temporaryFolder());
    const running = folder.path("running", "a.json");
    writeFileSync(running, "{}");
    const clip = { sourcePath: "/media/a.mov", outputPath: "/proxies/a.mov" };
    await createSpecJournal(folder.journal("a.json")).append(begun([clip]));
    expect(await recoverSpecs(folder)).toMatchObject([{ spec: "a.json", status: "FAILED" }]);
    expect(JSON.parse(readFileSync(folder.path("failed", "a.result.json"), "utf8"))).toMatchObject({
      job_id: "a",
      status: "FAILED",
      started_at: at,
      clips: [{ source_path: "/media/a.mov", failure_reason: "interrupted" }],
      _recovery: { reason: "runner interrupted", original_path: running },
    });
  });
});

describe("a clip whose runner was killed while it was published", () => {
  test("is completed when its name bears the very file that was verified", async () => {
    const { outputPath, recover } = await killedWhilePublishing();
    writeFileSync(outputPath, VERIFIED);
    expect(await recover(String(statSync(outputPath).ino))).toBe("COMPLETED");
  });

  // Network file systems and FUSE give inodes anew at each mount.
  test("is completed where inodes do not last, by its bytes", async () => {
    const { outputPath, recover } = await killedWhilePublishing();
    writeFileSync(outputPath, VERIFIED);
    expect(await recover("1")).toBe("COMPLETED");
    expect(readFileSync(outputPath, "utf8")).toBe(VERIFIED);
  });

  test.each([
    ["of the same length", VERIFIED.toUpperCase()],
    ["of another length", `${VERIFIED}!`],
  ])("is not completed by somebody else's file %s under its name, which stays", async (_, bytes) => {
    const { outputPath, recover } = await killedWhilePublishing();
    writeFileSync(outputPath, bytes);
    expect(await recover("1")).toBe("FAILED");
    expect(readFileSync(outputPath, "utf8")).toBe(bytes);
  });

  test("is completed, and loses its second name, when it has both", async () => {
    const { outputPath, workingPath, recover } = await killedWhilePublishing();
    writeFileSync(workingPath, VERIFIED);
    linkSync(workingPath, outputPath);
    expect(await recover("1")).toBe("COMPLETED");
    expect(existsSync(workingPath)).toBe(false);
  });

  test("is not completed when it never got its name, and what reserved that name goes", async () => {
    const { outputPath, workingPath, recover } = await killedWhilePublishing();
    writeFileSync(workingPath, VERIFIED);
    writeFileSync(outputPath, "");
    expect(await recover(String(statSync(workingPath).ino))).toBe("FAILED");
    expect([existsSync(outputPath), existsSync(workingPath)]).toEqual([false, true]);
  });

  test("is not completed when nothing bears its name", async () => {
    const { recover } = await killedWhilePublishing();
    expect(await recover("1")).toBe("FAILED");
  });
});

describe("a journal whose spec is not beside it", () => {
  test("is put away when the runner was killed before it claimed: the spec waits where it was", async () => {
    const folder = await openWatchFolder(temporaryFolder());
    writeFileSync(folder.path("pending", "a.json"), "{}");
    const journal = createSpecJournal(folder.journal("a.json"));
    const at = "2026-11-20T10:00:00.000Z";
    await journal.append({ type: "job", at, jobId: "a", fingerprint: "sha256:0", engine: "ffmpeg", clips: [] });
    expect(await recoverSpecs(folder)).toEqual([]);
    expect(existsSync(folder.journal("a.json"))).toBe(false);
    expect(existsSync(folder.path("pending", "a.json"))).toBe(true);
  });
});

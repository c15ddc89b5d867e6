import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { foldName, nameTakenBy, publishFile, syncFolder } from "./publish-file.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const canMount = isRoot && process.platform === "linux" && trialMount();

function workingFile(folder: string, content = "encoded", name = ".out.job.partial.mov"): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("publishing", () => {
  test("gives the file its name, with the bytes and the inode it had, and takes the working name away", async () => {
    const folder = temporaryFolder();
    const content = "x".repeat(1_000_000);
    const working = workingFile(folder, content);
    const { ino } = statSync(working);
    await publishFile(working, join(folder, "out.mov"));
    expect(readdirSync(folder)).toEqual(["out.mov"]);
    expect(readFileSync(join(folder, "out.mov"), "utf8")).toBe(content);
    expect(statSync(join(folder, "out.mov"))).toMatchObject({ ino, nlink: 1 });
  });

  test.each(["a file", "an empty file", "a folder", "a link to nowhere"])(
    "never replaces %s that bears the name",
    async (what) => {
      const folder = temporaryFolder();
      const final = join(folder, "out.mov");
      if (what === "a folder") mkdirSync(final);
      else if (what === "a link to nowhere") symlinkSync("/nonexistent", final);
      else writeFileSync(final, what === "a file" ? "older" : "");
      const working = workingFile(folder);
      await expect(publishFile(working, final)).rejects.toMatchObject({
        code: "output_exists",
        message: expect.stringContaining(final) as string,
      });
      expect(readFileSync(working, "utf8")).toBe("encoded");
      expect(readdirSync(folder).sort()).toEqual([".out.job.partial.mov", "out.mov"]);
      if (what === "a file") expect(readFileSync(final, "utf8")).toBe("older");
    },
  );

  test.each([
    ["case", "Clip.MOV", "clip.mov"],
    ["Unicode form", "e\u0301t\u00e9.mov", "\u00e9te\u0301.mov"],
    ["both", "E\u0301.mov", "\u00e9.mov"],
    ["the Greek final sigma", "ΟΔΟΣ.mov", "οδος.mov"],
    ["the sharp s", "STRASSE.mov", "straße.mov"],
    ["the sign of the kelvin", "300\u212a.mov", "300k.mov"],
  ])("refuses a name that only %s tells from another, and says from which", async (_what, existing, name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, existing), "older");
    const working = workingFile(folder);
    await expect(publishFile(working, join(folder, name))).rejects.toMatchObject({
      code: "output_exists",
      message: expect.stringContaining(existing) as string,
    });
    expect(readFileSync(working, "utf8")).toBe("encoded");
  });

  test("takes a name that is this file's already, as where a share made the link and lost its answer", async () => {
    const folder = temporaryFolder();
    const working = workingFile(folder);
    linkSync(working, join(folder, "out.mov"));
    await publishFile(working, join(folder, "out.mov"), "exactly");
    expect(readdirSync(folder)).toEqual(["out.mov"]);
    expect(readFileSync(join(folder, "out.mov"), "utf8")).toBe("encoded");
  });

  // A folder that may be written to and not read takes a name, and cannot be synced.
  test.runIf(process.platform !== "win32")(
    "loses no file whose folder cannot be synced after it has its name",
    async () => {
      const folder = temporaryFolder();
      const working = workingFile(folder);
      for (const path of isRoot ? [folder, working] : []) chownSync(path, NOBODY, NOBODY);
      chmodSync(folder, 0o300);
      onTestFinished(() => chmodSync(folder, 0o700));
      const publishing = () =>
        expect(publishFile(working, join(folder, "out.mov"), "exactly")).rejects.toMatchObject({
          code: "output_folder_lost",
        });
      await (isRoot ? asNobody(publishing) : publishing());
      chmodSync(folder, 0o700);
      expect(readdirSync(folder)).toEqual([".out.job.partial.mov"]);
      expect(readFileSync(working, "utf8")).toBe("encoded");
    },
  );

  test("lets names that are near stand side by side", async () => {
    const folder = temporaryFolder();
    for (const name of ["e.mov", "é.mov", "ee.mov", "e .mov"])
      await publishFile(workingFile(folder, name), join(folder, name));
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test("by fifty at once to one name lets one win, whole, and leaves the others what they had", async () => {
    const folder = temporaryFolder();
    const contents = Array.from({ length: 50 }, (_, index) => `${index} `.repeat(20_000));
    const files = contents.map((content, index) => workingFile(folder, content, `.${index}.partial`));
    const outcomes = await Promise.allSettled(files.map((file) => publishFile(file, join(folder, "out.mov"))));
    const winners = outcomes.flatMap(({ status }, index) => (status === "fulfilled" ? [index] : []));
    expect(winners).toHaveLength(1);
    const winner = winners[0] ?? -1;
    expect(readFileSync(join(folder, "out.mov"), "utf8")).toBe(contents[winner]);
    expect(readdirSync(folder).sort()).toEqual(
      [...files.keys()]
        .filter((index) => index !== winner)
        .map((index) => `.${index}.partial`)
        .concat("out.mov")
        .sort(),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === "rejected") {
        expect(outcome.reason).toMatchObject({ code: "output_exists" });
        expect(readFileSync(files[index] ?? "", "utf8")).toBe(contents[index]);
      }
    }
  });

  test("says that the folder is lost when it, or the file, is gone", async () => {
    const folder = temporaryFolder();
    await expect(publishFile(join(folder, "nothing"), join(folder, "out.mov"))).rejects.toMatchObject({
      code: "output_folder_lost",
    });
    const gone = join(folder, "gone");
    await expect(publishFile(workingFile(folder), join(gone, "out.mov"))).rejects.toMatchObject({
      code: "output_folder_lost",
    });
    expect(readdirSync(folder)).toEqual([".out.job.partial.mov"]);
  });

  test.runIf(canMount)("says that the disk is full when a name finds no room, and keeps the file", async () => {
    // One inode for the root and one for the file: tmpfs counts a second name as a third.
    const folder = mountTmpfs("size=1m,nr_inodes=2");
    const working = workingFile(folder);
    await expect(publishFile(working, join(folder, "out.mov"))).rejects.toMatchObject({ code: "disk_full" });
    expect(readFileSync(working, "utf8")).toBe("encoded");
    expect(readdirSync(folder)).toEqual([".out.job.partial.mov"]);
  });

  test.runIf(canMount)("works on a disk without a byte free", async () => {
    const folder = mountTmpfs("size=1m");
    const working = workingFile(folder);
    expect(() => writeFileSync(join(folder, "ballast"), Buffer.alloc(2_000_000))).toThrow("ENOSPC");
    await publishFile(working, join(folder, "out.mov"));
    expect(readFileSync(join(folder, "out.mov"), "utf8")).toBe("encoded");
  });

  test.runIf(canMount)("says that the folder is lost when it has become read-only", async () => {
    const folder = mountTmpfs("size=1m");
    const working = workingFile(folder);
    expect(spawnSync("mount", ["-o", "remount,ro", folder]).status).toBe(0);
    await expect(publishFile(working, join(folder, "out.mov"))).rejects.toMatchObject({ code: "output_folder_lost" });
    expect(readdirSync(folder)).toEqual([".out.job.partial.mov"]);
  });
});

// FAT and exFAT need a kernel that has them. The kernel refuses a hard link to a set-uid file of another owner with the
// EPERM that they give, so root can become nobody and see the way round it on any Linux.
describe.runIf(isRoot && process.platform === "linux" && hardLinksAreProtected())(
  "where a hard link is refused (needs root and protected_hardlinks)",
  () => {
    function foreignFile(folder: string, name = ".out.partial.mov", content = "encoded"): string {
      chownSync(folder, NOBODY, NOBODY);
      const path = workingFile(folder, content, name);
      chmodSync(path, 0o4666);
      return path;
    }

    test("the file gets its name all the same", async () => {
      const folder = temporaryFolder();
      const working = foreignFile(folder);
      const { ino } = statSync(working);
      await asNobody(() => publishFile(working, join(folder, "out.mov")));
      expect(readdirSync(folder)).toEqual(["out.mov"]);
      expect(statSync(join(folder, "out.mov"))).toMatchObject({ ino, size: 7 });
    });

    test("nothing is replaced", async () => {
      const folder = temporaryFolder();
      const working = foreignFile(folder);
      writeFileSync(join(folder, "out.mov"), "older");
      await asNobody(() =>
        expect(publishFile(working, join(folder, "out.mov"))).rejects.toMatchObject({ code: "output_exists" }),
      );
      expect(readFileSync(join(folder, "out.mov"), "utf8")).toBe("older");
      expect(readFileSync(working, "utf8")).toBe("encoded");
    });

    test("one of fifty wins", async () => {
      const folder = temporaryFolder();
      const files = Array.from({ length: 50 }, (_, index) => foreignFile(folder, `.${index}.partial`, String(index)));
      const outcomes = await asNobody(() =>
        Promise.allSettled(files.map((file) => publishFile(file, join(folder, "out.mov")))),
      );
      const winners = outcomes.flatMap(({ status }, index) => (status === "fulfilled" ? [index] : []));
      expect(winners.map(String)).toEqual([readFileSync(join(folder, "out.mov"), "utf8")]);
      expect(readdirSync(folder)).toHaveLength(50);
    });

    test("a name that was reserved in vain is given back", async () => {
      const folder = temporaryFolder();
      // In a sticky folder of another's, nobody may create a file and may not rename root's.
      const working = foreignFile(folder);
      chownSync(folder, 0, 0);
      chmodSync(folder, 0o1777);
      await asNobody(() =>
        expect(publishFile(working, join(folder, "out.mov"))).rejects.toMatchObject({ code: "output_folder_lost" }),
      );
      expect(readdirSync(folder)).toEqual([".out.partial.mov"]);
    });
  },
);

test("a name is taken by what folds to it, and else by nothing", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "Clip.mov"), "");
  expect(await nameTakenBy(join(folder, "clip.MOV"))).toBe("Clip.mov");
  expect(await nameTakenBy(join(folder, "clip2.mov"))).toBeNull();
});

test("a fold is its own fold", () => {
  for (const name of ["Clip.MOV", "ΟΔΟΣ", "straße", "e\u0301", "İstanbul", "ﬁn", "源.mov", "😀", "ǅ", "\u1fb3"]) {
    expect(foldName(foldName(name))).toBe(foldName(name));
    expect(foldName(name.toUpperCase())).toBe(foldName(name));
    expect(foldName(name.normalize("NFD"))).toBe(foldName(name.normalize("NFC")));
  }
});

test("a folder that is not there cannot be synced", async () => {
  await expect(syncFolder(join(temporaryFolder(), "nothing"))).rejects.toThrow("ENOENT");
});

async function asNobody<Value>(work: () => Promise<Value>): Promise<Value> {
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

function mountTmpfs(options: string): string {
  const folder = join(temporaryFolder(), "mount");
  mkdirSync(folder);
  expect(spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  onTestFinished(() => void spawnSync("umount", [folder]));
  return folder;
}

/** A container's root may have no right to mount. */
function trialMount(): boolean {
  const folder = `/tmp/proxx-trial-mount-${process.pid}`;
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "tmpfs", folder]).status === 0;
  if (mounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return mounted;
}

function hardLinksAreProtected(): boolean {
  return readFileSync("/proc/sys/fs/protected_hardlinks", "latin1").trim() === "1";
}

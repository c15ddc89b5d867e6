import { writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { inStep } from "./in-step.ts";

const isLinux = process.platform === "linux";

test.skipIf(!isLinux).each([
  [
    "that is full",
    async (): Promise<void> => {
      await writeFile("/dev/full", "x");
    },
    "disk_full",
    "The disk is full.",
  ],
  [
    "with a file for a folder",
    async (): Promise<void> => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "audio"), "");
      await mkdir(join(folder, "audio"), { recursive: true });
    },
    "folder_unusable",
    "A file stands where a folder is to be: ",
  ],
] as const)("a disk %s is told of with the step, and with what to do", async (_, work, code, said) => {
  const error = await inStep("video", undefined, work).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringContaining(`video: ${said}`) as string });
});

test("what names its step, or was stopped, is left as it is", async () => {
  const stop = new ProxxError("aborted", "Stopped.", { hint: "Run it again." });
  const fail = (error: Error) => inStep("video", undefined, () => Promise.reject(error));
  await expect(fail(stop)).rejects.toBe(stop);
  await expect(
    inStep("video", undefined, () =>
      inStep("mixing the sound", undefined, () =>
        Promise.reject(new ProxxError("tool_failed", "ffmpeg was killed.", { hint: "Again." })),
      ),
    ),
  ).rejects.toMatchObject({
    message: "video: mixing the sound: ffmpeg was killed.",
    hint: "Again.",
  });
});

import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { makeClip, temporaryFolder, testPicture } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { openRuntime } from "../src/index.ts";

const square = (url: string) => ({
  jobs: [{ id: "film", type: "reframe", params: { video: url, aspectRatio: "1:1" } }],
});

function clip(seconds: number): string {
  const picture = testPicture({ size: "640x360", seconds });
  return makeClip(`runtime-${seconds}.mp4`, [...picture, "-pix_fmt", "yuv420p", "-preset", "ultrafast"]);
}

/** Where a program of this machine lies. */
function locate(name: string): string {
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  return paths.find((path) => existsSync(path)) ?? name;
}

test("finds ffmpeg that was installed after it had been asked for in vain", async () => {
  const [home, programs] = [temporaryFolder(), temporaryFolder()];
  const runtime = openRuntime({ home, environment: { PATH: programs } });
  onTestFinished(() => runtime.close());
  await expect(runtime.engine.start(square(clip(1)))).rejects.toMatchObject({
    issues: [{ code: "tool_missing" }],
  });
  for (const name of ["ffmpeg", "ffprobe"]) symlinkSync(locate(name), join(programs, name));
  const running = await runtime.engine.start(square(clip(1)));
  expect(await running.finished).toMatchObject({ status: "completed", result: { width: 360, height: 360 } });
});

test("is closed when nothing runs any more, and nothing of it is left that only lasts as long as it does", async () => {
  const home = temporaryFolder();
  const runtime = openRuntime({ home, environment: { PATH: process.env["PATH"] } });
  const running = await runtime.engine.start(square(clip(20)));
  const hasBegun = Promise.withResolvers<void>();
  running.onEvent(({ type }) => type === "job-started" && hasBegun.resolve());
  let hasEnded = false;
  void running.finished.then(() => (hasEnded = true));
  await hasBegun.promise;
  await runtime.close();
  expect(hasEnded).toBe(true);
  expect(readdirSync(join(home, "work"))).toEqual([]);
  await expect(runtime.engine.start(square(clip(1)))).rejects.toThrow("an engine that is not closed");
});

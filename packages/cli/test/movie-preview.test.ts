import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askFfprobe, runProxx, startProxx, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";

const SCRIPT = `title: Locks
sections:
  - { id: first, title: Locks, narrations: [{ text: "A ship waits in a chamber." }] }
  - id: second
    title: Two gates
    slide: { layout: bullets, title: Two gates, items: [The lower one, The upper one] }
    narrations: [{ id: gates, text: "The lower one is closed before the upper one is opened." }]
`;

test("`movie preview` shows one section: its slides as they will be, and a small movie", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "script.yaml"), SCRIPT);
  const preview = (...args: string[]) => runProxx(["movie", "preview", ...args, "-o", folder, "--fps", "10"]);
  const { code, stdout, stderr } = await preview("2", "--size", "1280x720");
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const made = JSON.parse(stdout) as { stills: string[]; clip: string };
  expect(made.stills).toEqual([join(folder, "slides/second.png")]);
  expect(made.clip).toBe(join(folder, "preview/second/movie.mp4"));
  expect(askFfprobe(made.stills[0] ?? "").video).toMatchObject({ width: 1280, height: 720 });
  expect(askFfprobe(made.clip).video).toMatchObject({ width: 640, height: 360 });
  expect(existsSync(join(folder, "audio/gates.wav"))).toBe(true);
  expect(existsSync(join(folder, "movie.mp4"))).toBe(false);

  const unknown = await preview("secnd");
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("Did you mean `second`?") as string });
});

test("`movie watch` shows the section that was saved, tells of what is wrong, and ends when it is stopped", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "script.yaml");
  writeFileSync(path, SCRIPT);
  const running = startProxx(["movie", "watch", "-o", folder, "--size", "426x240", "--fps", "10"]);
  await running.said(/Watching/u);
  writeFileSync(path, SCRIPT.replace("second\n    title", "second\n    titel"));
  await running.said(/\[unknown_field\]/u);
  writeFileSync(path, SCRIPT.replace("is opened", "can be opened"));
  await expect.poll(() => existsSync(join(folder, "preview/second/movie.mp4")), { timeout: 60_000 }).toBe(true);
  running.child.kill("SIGINT");
  const { code, stdout } = await running.finished;
  expect(code).toBe(0);
  expect(existsSync(join(folder, "preview/first"))).toBe(false);
  for (const line of stdout.trim().split("\n").filter(Boolean)) {
    expect(JSON.parse(line)).toMatchObject({ section: "second" });
  }
});

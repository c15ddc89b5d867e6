import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askFfprobe, runProxx, startProxx, temporaryFolder, type ProxxRun } from "@proxx/testing";
import { expect, test } from "vitest";

const TEXT = `# Bees in winter

A hive in winter is a warm ball of bees. In the middle sits the queen.

## How they stay warm

The bees shiver with their wings held still. The outer ones change places with those inside.

- Honey: it is the fuel.
- Company: alone, a bee freezes.
`;
const SMALL = ["--size", "426x240", "--fps", "10", "--seconds", "20"];

interface Made {
  path: string;
  frames: number;
  files: Record<string, string>;
  made: Record<"narrations" | "slides" | "segments", { made: number; reused: number }>;
  why?: Record<string, string>;
  checks: { pass: boolean }[];
  sections: { id: string }[];
}

function place() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "bees.md"), TEXT);
  const movie = (args: readonly string[]) => runProxx(["movie", ...args], { cwd: folder });
  return { folder, movie, create: () => movie(["create", "bees.md", "-o", "out", ...SMALL]) };
}

function madeBy(run: ProxxRun): Made {
  expect({ code: run.code, stderr: run.code === 0 ? "" : run.stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(run.stdout) as Made;
}

test("a text becomes a movie, and again only what changed is made", async () => {
  const { folder, movie, create } = place();
  const first = madeBy(await create());
  expect(first.checks.every(({ pass }) => pass)).toBe(true);
  const { video, audio } = askFfprobe(first.path);
  expect(video).toMatchObject({ width: 426, height: 240, avg_frame_rate: "10/1" });
  expect(Number(video.nb_read_frames)).toBe(first.frames);
  expect(audio).toHaveLength(1);
  expect(readdirSync(join(folder, "out")).sort()).toEqual(
    [
      ".proxx",
      "audio",
      "movie.chapters.txt",
      "movie.jpg",
      "movie.md",
      "movie.mp4",
      "movie.srt",
      "movie.vtt",
      "script.yaml",
      "slides",
    ].sort(),
  );

  const second = await create();
  const same = madeBy(second);
  expect(second.stderr).toContain(
    "--seconds 20 does nothing to the script, which is there; `--rewrite` writes it again",
  );
  for (const one of ["narrations", "slides", "segments"] as const) expect(same.made[one].made).toBe(0);

  const path = join(folder, "out/script.yaml");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace("A hive in winter is a warm ball", "A hive in winter is a tight ball"),
  );
  const edited = madeBy(await movie(["render", "-o", "out", ...SMALL.slice(0, 4), "--why"]));
  expect(edited.made.narrations.made).toBe(1);
  expect(edited.made.slides.made).toBe(0);
  expect(edited.made.segments.reused).toBeGreaterThan(0);
  expect(Object.values(edited.why ?? {})).toEqual([expect.stringContaining("text")]);

  const [wav = ""] = readdirSync(join(folder, "out/audio"));
  truncateSync(join(folder, "out/audio", wav), 100);
  rmSync(edited.path);
  const mended = madeBy(await movie(["render", "-o", "out", ...SMALL.slice(0, 4)]));
  expect(Number(askFfprobe(mended.path).video.nb_read_frames)).toBe(edited.frames);
  expect(readFileSync(join(folder, "out/audio", wav)).length).toBeGreaterThan(1000);

  const part = madeBy(await movie(["render", "-o", "out", ...SMALL.slice(0, 4), "--scenes", "2-3"]));
  expect(part.path).toBe(join(folder, "out/scenes-2-3/movie.mp4"));
  expect(part.sections).toHaveLength(2);
  expect(part.frames).toBeLessThan(edited.frames);
});

test.each([
  ["a theme that there is not", ["--theme", "quite"], 64, "Did you mean `quiet`?"],
  ["a brand that there is not", ["--brand", "acme"], 64, "None stands under `brands`"],
  ["a size that no video has", ["--size", "427x240"], 64, "is no size of a movie"],
  ["sections that no script has", ["--scenes", "20-30"], 1, "There is no section 30"],
  ["a voice that there is not", ["--voice", "espaek:en"], 64, "Did you mean `espeak`?"],
  ["what is no range", ["--scenes", "4-2-1"], 64, "Expected sections"],
] as const)("%s is an error that says so", async (_, args, code, said) => {
  const { folder } = place();
  const run = await runProxx(["movie", "create", "bees.md", "-o", "out", ...SMALL, ...args], { cwd: folder });
  expect(run).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(said) as string });
  expect(existsSync(join(folder, "out/movie.mp4"))).toBe(false);
});

const SCRIPT = {
  title: "Bees in winter",
  language: "en",
  sections: [
    {
      title: "The ball",
      slide: { layout: "statement", text: "A warm ball" },
      narrations: [{ text: "A hive is a warm ball." }],
    },
    {
      title: "The queen",
      slide: { layout: "statement", text: "The queen" },
      narrations: [{ text: "In it sits the queen." }],
    },
  ],
};

test("an interrupted movie keeps what was made, has no name, and goes on", async () => {
  const { folder, movie } = place();
  const out = join(folder, "out");
  mkdirSync(out);
  writeFileSync(join(out, "script.yaml"), JSON.stringify(SCRIPT));
  const render = ["render", "-o", "out", ...SMALL.slice(0, 4)];
  const running = startProxx(["movie", ...render, "--progress", "json"], { cwd: folder });
  await running.said(/"currentJob":"slides"/);
  running.child.kill("SIGINT");
  expect(await running.finished).toMatchObject({ code: 2, stdout: "" });
  expect(existsSync(join(out, "movie.mp4"))).toBe(false);
  const made = madeBy(await movie(render));
  expect(made.made.narrations).toEqual({ made: 0, reused: 2 });
});

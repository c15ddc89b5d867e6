// A minute of eight slides, crossfaded, with twenty burned subtitles, 1080p30, beside what else makes such a movie. Slides are
// drawn beforehand for all of them. `--only PART` for one of usual, quality, long, steps, sync, remotion, ken-burns.
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { discoverTools, type MediaTools } from "@proxx/media";
import { renderByRemotion } from "@proxx/remotion";
import { renderTimeline, type Timeline } from "@proxx/renderer";
import { runFfmpeg } from "@proxx/testing/make-clip";
import { makeMeasuredMovie } from "../../../packages/movie/test/sync/measured-movie.ts";
import { measureSync } from "../../../packages/movie/test/sync/measure-sync.ts";
import { alternate, print, type Comparison } from "../compare.ts";
import { finish } from "../finish.ts";
import { likenessTo, ordinaryBytesAt, writeExact } from "./picture-quality.ts";
import { installRemotion } from "./remotion.ts";
import { drawScene, freshParts, oneAfterTheOther, RATE, withKenBurns } from "./scene.ts";
import { callSteps, runSteps } from "./steps.ts";
import { usualArguments } from "./usual-command.ts";

interface Workbench {
  folder: string;
  timeline: Timeline;
  sound: string;
  tools: MediaTools;
}

type Part = (bench: Workbench) => Promise<Comparison | Record<string, unknown>>;

const PARTS: Readonly<Record<string, Part>> = {
  usual: besideTheUsualCommand,
  quality: likeAndLarge,
  long: thirtyMinutes,
  steps: stepsBesideProcesses,
  sync: async ({ folder }) => await soundAndPicture(folder),
  remotion: async (bench) => await besideRemotion(bench, { name: "the minute", limit: "ratio ≤ 1/30", rounds: 2 }),
  "ken-burns": async (bench) =>
    await besideRemotion(
      { ...bench, timeline: withKenBurns(bench.timeline) },
      { name: "the minute with a slow zoom on every slide", limit: "ratio ≤ 1/8", rounds: 1 },
    ),
};

export async function run({ json, only }: { json: boolean; only: readonly string[] }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    const timeline = await drawScene(folder);
    const sound = join(folder, "sound.wav");
    runFfmpeg(["-f", "lavfi", "-i", `anoisesrc=d=${timeline.frames / RATE}:c=pink:a=0.2:r=48000`, sound]);
    const bench = { folder, timeline, sound, tools: await discoverTools() };
    const found: Record<string, unknown> = {};
    for (const [name, part] of Object.entries(PARTS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const figures = await part(bench);
      found[name] = figures;
      if (!json) show(name, figures);
    }
    if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function show(name: string, figures: Comparison | Record<string, unknown>): void {
  if ("oursMedianMs" in figures) print([figures as Comparison], false);
  else process.stdout.write(`${name}\n  ${JSON.stringify(figures)}\n`);
}

async function renderOwn({ folder, sound, tools, timeline }: Workbench, output: string, withSound = true) {
  const keepPart = freshParts(join(folder, "parts"));
  await renderTimeline(timeline, { output, sound: withSound ? sound : undefined, tools, keepPart });
}

async function besideTheUsualCommand(bench: Workbench): Promise<Comparison> {
  const { folder, sound } = bench;
  const [own, usual] = [join(folder, "own.mp4"), join(folder, "usual.mp4")];
  const { pairs: _pairs, ...figures } = await alternate(
    2,
    () => renderOwn(bench, own),
    () => finish(["ffmpeg", ...usualArguments(folder, sound, usual)]),
  );
  return {
    name: "the minute",
    ours: `only what changes, ${megabytes(own)} MB`,
    bare: `one ffmpeg command, the same preset, ${megabytes(usual)} MB`,
    ...figures,
    limit: "ratio ≤ 0.10",
  };
}

/** Against the exact frames, and against ordinary x264 that is as like them. */
async function likeAndLarge(bench: Workbench) {
  const { folder, timeline } = bench;
  const [exact, own] = [join(folder, "exact.mkv"), join(folder, "silent.mp4")];
  await writeExact(timeline, exact);
  await renderOwn(bench, own, false);
  const likeness = likenessTo(exact, own);
  const bytes = statSync(own).size;
  const ordinaryBytes = Math.round(ordinaryBytesAt(likeness.mean, exact, folder));
  return { ssim: likeness, bytes, ordinaryBytes, ratio: bytes / ordinaryBytes, limit: "ssim ≥ 0.98, ratio ≤ 1.6" };
}

/** Half an hour with as many changes a minute: thirty times the different frames are to cost no more than thirty minutes. */
async function thirtyMinutes(bench: Workbench): Promise<Comparison> {
  const MINUTES = 30;
  const long = { ...bench, timeline: oneAfterTheOther(bench.timeline, MINUTES) };
  const {
    pairs: _pairs,
    cpu,
    ...figures
  } = await alternate(
    2,
    () => renderOwn(long, join(bench.folder, "long.mp4"), false),
    () => renderOwn(bench, join(bench.folder, "own.mp4"), false),
    { warmUp: false },
  );
  return {
    name: "the pictures of half an hour, with thirty times the changes of the minute",
    ours: `half an hour, ${megabytes(join(bench.folder, "long.mp4"))} MB`,
    bare: "the minute",
    ...figures,
    cpu,
    figure: cpu.ratio / MINUTES,
    limit: "CPU ratio / 30 ≤ 1.1",
  };
}

async function stepsBesideProcesses({ folder }: Workbench): Promise<Comparison> {
  const movie = join(folder, "movie");
  const { pairs: _pairs, ...figures } = await alternate(
    2,
    () => callSteps(movie),
    () => runSteps(movie),
  );
  return {
    name: "the four steps of a movie of half a minute",
    ours: "called one after the other",
    bare: "each a process of its own",
    ...figures,
    limit: "ratio < 1",
  };
}

async function soundAndPicture(folder: string) {
  const HALF_AN_HOUR = 1760;
  const place = join(folder, "sync");
  mkdirSync(place);
  const figures = measureSync(await makeMeasuredMovie(place, HALF_AN_HOUR));
  return { ...figures, limit: "subtitles within 40 ms, changes within 1 frame, drift ≤ 1 frame" };
}

async function besideRemotion(
  bench: Workbench,
  { name, limit, rounds }: { name: string; limit: string; rounds: number },
): Promise<Comparison> {
  const { folder, timeline, sound, tools } = bench;
  const remotionFolder = await installRemotion();
  const [own, theirs] = [join(folder, "own.mp4"), join(folder, "remotion.mp4")];
  const { pairs: _pairs, ...figures } = await alternate(
    rounds,
    () => renderOwn(bench, own),
    async () => {
      const keepPart = freshParts(join(folder, "remotion-parts"));
      await renderByRemotion(timeline, { output: theirs, sound, tools, keepPart, remotionFolder, cores: 2 });
    },
    // What a browser has warmed up is gone with it.
    { warmUp: false },
  );
  return {
    name: `${name}, beside Remotion`,
    ours: `${megabytes(own)} MB`,
    bare: `renderMedia, chromium-headless-shell, two at once, the same preset, ${megabytes(theirs)} MB`,
    ...figures,
    limit,
  };
}

function megabytes(path: string): string {
  return (statSync(path).size / 1e6).toFixed(2);
}

// Ten clips joined by crossfades and subtitled, against the one ffmpeg command somebody who knows it well would write, with
// the same encoder settings; both as whole processes. And what the engine itself costs, in jobs that do nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineOperation } from "@proxx/contract";
import * as builders from "@proxx/operations/builders";
import { createEngine } from "@proxx/engine";
import { makeClip, testPicture, testTone } from "@proxx/testing/make-clip";
import { installProxx } from "@proxx/testing/install-proxx";
import { alternate, median, print, type Comparison } from "./compare.ts";
import { finish } from "./finish.ts";

const CLIPS = 10;
const CLIP_SECONDS = 5;
const FADE_SECONDS = 0.5;
const ROUNDS = 3;

export async function run({ json }: { json: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    print([await compareMerge(folder), await measureEngine(folder)], json);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareMerge(folder: string): Promise<Comparison> {
  const proxx = installProxx(folder);
  const clips = Array.from({ length: CLIPS }, (_, index) => makeSource(index));
  const cues = Array.from({ length: 15 }, (_, index) => ({
    text: `This is the subtitle with the number ${index + 1}`,
    start: index * 3 + 0.2,
    end: index * 3 + 2.8,
  }));
  const plan = join(folder, "plan.json");
  const transition = { type: "crossfade", duration: FADE_SECONDS };
  writeFileSync(
    plan,
    JSON.stringify({
      jobs: [
        { id: "film", type: "merge", params: { items: clips, transition } },
        { id: "subtitled", type: "addSubtitles", params: { captions: cues }, dependsOn: ["film"] },
      ],
    }),
  );
  const subtitles = join(folder, "subtitles.srt");
  writeFileSync(
    subtitles,
    cues.map((cue, index) => `${index + 1}\n${clock(cue.start)} --> ${clock(cue.end)}\n${cue.text}\n`).join("\n"),
  );
  let round = 0;
  const { pairs: _pairs, ...figures } = await alternate(
    ROUNDS,
    async () => {
      const home = join(folder, `home-${round++}`);
      mkdirSync(home);
      await finish([...proxx, "run-plan", plan, "--home", home, "--progress", "none"]);
      rmSync(home, { recursive: true });
    },
    () => finish(["ffmpeg", ...handWritten(clips, subtitles, join(folder, "bare.mp4"))]),
  );
  return {
    name: `merge of ${CLIPS} clips of ${CLIP_SECONDS} s, 1080p, crossfades and burned subtitles`,
    ours: "proxx run-plan",
    bare: "one ffmpeg command: xfade, acrossfade, subtitles, the same x264 settings",
    ...figures,
    limit: "ratio ≤ 1.10",
  };
}

function makeSource(index: number): string {
  return makeClip(`bench-plan-${index}.mp4`, [
    ...testPicture({ size: "1920x1080", rate: "30", seconds: CLIP_SECONDS }),
    ...testTone({ hertz: 220 + 40 * index, seconds: CLIP_SECONDS }),
    ...["-vf", `hue=h=${index * 36}`, "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"],
    ...["-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"],
    ...["-color_range", "tv", "-c:a", "aac", "-b:a", "160k", "-shortest"],
  ]);
}

function handWritten(clips: readonly string[], subtitles: string, output: string): string[] {
  const links: string[] = [];
  let picture = "0:v";
  let sound = "0:a";
  for (let index = 1; index < clips.length; index++) {
    const offset = index * (CLIP_SECONDS - FADE_SECONDS);
    links.push(`[${picture}][${index}:v]xfade=fade:duration=${FADE_SECONDS}:offset=${offset}[v${index}]`);
    links.push(`[${sound}][${index}:a]acrossfade=d=${FADE_SECONDS}[a${index}]`);
    picture = `v${index}`;
    sound = `a${index}`;
  }
  links.push(`[${picture}]subtitles=${subtitles}[out]`);
  return [
    ...["-hide_banner", "-nostdin", "-loglevel", "error", ...clips.flatMap((clip) => ["-i", clip])],
    ...["-filter_complex", links.join(";"), "-map", "[out]", "-map", `[${sound}]`],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k"],
    ...["-movflags", "+faststart", "-y", output],
  ];
}

const JOBS = 200;

async function measureEngine(folder: string): Promise<Comparison> {
  const nothing = defineOperation({
    signature: builders.transcribe.signature,
    version: 1,
    approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
    run: async () => ({ files: [], transcript: { language: null, text: "", words: [] } }),
  });
  const source = makeSource(0);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const engine = createEngine({
      home: join(folder, `engine-${round}`),
      operations: [nothing],
      fetchSource: () => Promise.reject(new Error("Expected no URL")),
    });
    // Each its own, so that none is another's.
    const jobs = Array.from({ length: JOBS }, (_, index) => ({
      id: `job${index}`,
      type: "transcribe",
      params: { media: source, options: { index } },
    }));
    const outputs = Object.fromEntries(jobs.map(({ id }) => [id, `$${id}`]));
    const started = performance.now();
    const { status } = await (await engine.start({ jobs, outputs })).finished;
    times.push(performance.now() - started);
    await engine.close();
    if (status !== "completed") throw new Error(`The execution ended as ${status}`);
  }
  const perJob = median(times) / JOBS;
  return {
    name: `engine, ${JOBS} jobs that do nothing`,
    ours: `${perJob.toFixed(2)} ms a job`,
    bare: "nothing",
    rounds: ROUNDS,
    oursMedianMs: median(times),
    bareMedianMs: 0,
    ratio: 1,
    figure: perJob,
    limit: "figure (ms a job) ≤ 2",
  };
}

function clock(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace(".", ",");
}

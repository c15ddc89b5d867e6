// `proxx watch --once --max-workers 2` over a folder of JobSpecs against `xargs -P 2` over the same ffmpeg argument lists,
// both as whole processes. Verification, hashing and moving are included on our side; the other side has none.
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeClip, testPicture, testTone } from "@proxx/testing/make-clip";
import { createJobSpec, validateJobSpec } from "@proxx/transcode";
import { installProxx } from "@proxx/testing/install-proxx";
import { finish } from "./finish.ts";
import { alternate, print, type Comparison } from "./compare.ts";

const SETTLE_MS = 2000;

export async function run({ json }: { json: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    const proxx = installProxx(folder);
    print(
      [
        await compare("60 clips of 2 s, 1080p, two at a time", proxx, join(folder, "short"), {
          clips: 60,
          seconds: 2,
          rounds: 3,
          limit: "ratio ≤ 1.4",
        }),
        await compare("8 clips of 20 s, 1080p, two at a time", proxx, join(folder, "long"), {
          clips: 8,
          seconds: 20,
          rounds: 3,
          limit: "ratio ≤ 1.05",
        }),
      ],
      json,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  clips: number;
  seconds: number;
  rounds: number;
  limit: string;
}

async function compare(
  name: string,
  proxx: readonly string[],
  folder: string,
  { clips, seconds, rounds, limit }: Load,
): Promise<Comparison> {
  mkdirSync(folder);
  const sources = makeSources(folder, clips, seconds);
  // A warm-up and the counted rounds, all prepared before the first, so that every spec has long settled.
  const jobs = await Promise.all(
    Array.from({ length: rounds + 1 }, (_, round) => prepare(join(folder, String(round)), sources)),
  );
  let ours = 0;
  let bare = 0;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS + 500));
  const { pairs: _pairs, ...figures } = await alternate(
    rounds,
    async () => {
      const job = jobs[ours++];
      if (!job) throw new RangeError("Expected a prepared round");
      await finish([...proxx, "watch", job.watchFolder, "--once", "--max-workers", "2"]);
      const made = readdirSync(job.ourOutputs).length;
      if (made !== clips) throw new Error(`${made} of ${clips} clips were made`);
    },
    async () => {
      const job = jobs[bare++];
      if (!job) throw new RangeError("Expected a prepared round");
      await finish(["sh", "-c", `xargs -P 2 -d '\\n' -n 1 sh -c < '${job.commands}'`]);
    },
  );
  return {
    name,
    ours: `proxx watch --max-workers 2 (${perMinute(clips, figures.oursMedianMs)} jobs a minute)`,
    bare: `xargs -P 2 over the same ffmpeg argv (${perMinute(clips, figures.bareMedianMs)} jobs a minute)`,
    ...figures,
    limit,
  };
}

function makeSources(folder: string, clips: number, seconds: number): string[] {
  const clip = makeClip(`bench-watch-${seconds}.mov`, [
    ...[...testPicture({ size: "1920x1080", rate: "24", seconds }), ...testTone({ seconds })],
    ...[
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-crf",
      "20",
      "-pix_fmt",
      "yuv420p",
      "-c:a",
      "aac",
      "-timecode",
      "01:00:00:00",
    ],
  ]);
  return Array.from({ length: clips }, (_, index) => {
    const path = join(folder, `A${String(index).padStart(3, "0")}.mov`);
    linkSync(clip, path);
    return path;
  });
}

async function prepare(folder: string, sources: readonly string[]) {
  const watchFolder = join(folder, "watch");
  const ourOutputs = join(folder, "ours");
  const bareOutputs = join(folder, "bare");
  for (const path of [join(watchFolder, "pending"), ourOutputs, bareOutputs]) mkdirSync(path, { recursive: true });
  const spec = (source: string, outputDir: string) =>
    createJobSpec({
      sources: [source],
      output_dir: outputDir,
      output_name_template: "{source_name}",
      fps_mode: "preserve_source",
      codec: "h264",
      container: "mp4",
      proxy_profile: "proxy_h264_low",
    });
  const commands: string[] = [];
  for (const [index, source] of sources.entries()) {
    writeFileSync(
      join(watchFolder, "pending", `${String(index).padStart(3, "0")}.json`),
      JSON.stringify(spec(source, ourOutputs)),
    );
    const [clip] = (await validateJobSpec(spec(source, bareOutputs))).clips;
    if (!clip?.ffmpeg_command_line) throw new Error("The bench's JobSpec is not valid");
    commands.push(`${clip.ffmpeg_command_line} > /dev/null 2>&1 < /dev/null`);
  }
  const list = join(folder, "commands");
  writeFileSync(list, `${commands.join("\n")}\n`);
  return { watchFolder, ourOutputs, commands: list };
}

function perMinute(jobs: number, milliseconds: number): string {
  return ((jobs / milliseconds) * 60_000).toFixed(0);
}

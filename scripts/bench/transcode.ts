// `proxx run` against the same ffmpeg argument list run bare, both as whole processes from a cold start. The packages are
// built first: what is measured is what is published.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJobSpec, type ValidationReport } from "@proxx/transcode";
import { makeClip, testPicture, testTone } from "@proxx/testing/make-clip";
import { installProxx } from "@proxx/testing/install-proxx";
import { finish } from "./finish.ts";
import { alternate, median, print, type Comparison } from "./compare.ts";

export async function run({ json }: { json: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    const proxx = installProxx(folder);
    const clip = (seconds: number, grain: boolean) =>
      makeClip(`bench-${seconds}.mov`, [
        ...[...testPicture({ size: "1920x1080", rate: "24", seconds }), ...testTone({ seconds })],
        // Grain, as cameras make it: a flat test card is encoded in half the time.
        ...(grain ? ["-vf", "noise=alls=8:allf=t"] : []),
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
    const comparisons: Comparison[] = [
      await encode(
        "30 s 1080p to H.264 (proxy_h264_low)",
        proxx,
        folder,
        clip(30, true),
        ["h264", "mp4", "proxy_h264_low"],
        3,
      ),
      await encode(
        "30 s 1080p to ProRes (proxy_prores_proxy_fast)",
        proxx,
        folder,
        clip(30, true),
        ["prores_proxy", "mov", "proxy_prores_proxy_fast"],
        3,
      ),
      await shortClip(proxx, folder, clip(2, false)),
      await version(proxx),
    ];
    print(comparisons, json);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function encode(
  name: string,
  proxx: readonly string[],
  folder: string,
  source: string,
  [codec, container, profile]: readonly [string, string, string],
  rounds: number,
): Promise<Comparison> {
  const { job, argv, output } = prepare(proxx, folder, source, codec, container, profile);
  const result = await alternate(
    rounds,
    async () => {
      remove(output);
      await finish([...proxx, "run", job]);
    },
    async () => {
      remove(output);
      await finish(argv);
    },
  );
  const { pairs: _pairs, ...figures } = result;
  return {
    name,
    ours: "proxx run: validated, probed, encoded, verified, hashed, published",
    bare: "the same ffmpeg argv",
    ...figures,
    limit: "ratio ≤ 1.05",
  };
}

async function shortClip(proxx: readonly string[], folder: string, source: string): Promise<Comparison> {
  const { job, argv, output } = prepare(proxx, folder, source, "h264", "mp4", "proxy_h264_low");
  const starts: number[] = [];
  const result = await alternate(
    15,
    async () => {
      remove(output);
      await finish([...proxx, "run", job]);
    },
    async () => {
      const started = performance.now();
      await finish(["ffmpeg", "-version"]);
      starts.push(performance.now() - started);
      remove(output);
      const encodeStarted = performance.now();
      await finish(argv);
      bareTimes.push(performance.now() - encodeStarted);
    },
  );
  // The bare side ran `ffmpeg -version` as well, for the unit of the limit: both parts were timed by themselves.
  const start = median(starts);
  const bare = median(bareTimes);
  const figure = (result.oursMedianMs - bare) / start;
  bareTimes.length = 0;
  return {
    name: "2 s 1080p to H.264 (proxy_h264_low)",
    ours: "proxx run",
    bare: `the same ffmpeg argv; \`ffmpeg -version\` takes ${start.toFixed(0)} ms`,
    rounds: result.rounds,
    oursMedianMs: result.oursMedianMs,
    bareMedianMs: bare,
    ratio: result.oursMedianMs / bare,
    limit: "ours − bare ≤ 4 × `ffmpeg -version`",
    figure,
  };
}

const bareTimes: number[] = [];

async function version(proxx: readonly string[]): Promise<Comparison> {
  const result = await alternate(
    21,
    () => finish([...proxx, "--version"]),
    () => finish([process.execPath, "-e", "0"]),
  );
  const { pairs: _pairs, ...figures } = result;
  return {
    name: "proxx --version",
    ours: "proxx --version",
    bare: "an empty Node program",
    ...figures,
    limit: "ratio ≤ 2.5",
  };
}

function prepare(
  proxx: readonly string[],
  folder: string,
  source: string,
  codec: string,
  container: string,
  profile: string,
) {
  const outputDir = join(folder, `${profile}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(outputDir);
  const job = join(outputDir, "job.json");
  const spec = createJobSpec({
    sources: [source],
    output_dir: outputDir,
    output_name_template: "{source_name}",
    fps_mode: "preserve_source",
    ...({ codec, container, proxy_profile: profile } as { codec: "h264"; container: "mp4"; proxy_profile: string }),
  });
  writeFileSync(job, JSON.stringify(spec));
  const [program = "", ...args] = proxx;
  const validated = spawnSync(program, [...args, "validate", "--json", job], { encoding: "utf8", maxBuffer: 1e8 });
  const report = JSON.parse(validated.stdout) as ValidationReport;
  const [clip] = report.clips;
  if (!clip?.ffmpeg_command) throw new Error(`The bench's JobSpec is not valid: ${validated.stdout}`);
  return { job, argv: clip.ffmpeg_command, output: clip.output_path };
}

function remove(path: string): void {
  if (existsSync(path)) unlinkSync(path);
}

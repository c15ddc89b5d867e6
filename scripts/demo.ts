// The main job, on clips this makes itself: two to ProRes, one to H.264, verified and shown as a table.
import { mkdir, rm } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { styleText } from "node:util";
import { runTool } from "@proxx/media";
import { createJobSpec, executeJobSpec } from "@proxx/transcode";
import type { JobResult, JobSpec } from "@proxx/contract";
import { createProgressBar } from "../packages/cli/src/progress/progress-bar.ts";
import { formatTable } from "../packages/cli/src/output/format-table.ts";

const folder = resolve("demo-output");
const clips = join(folder, "clips");
const proxies = join(folder, "proxies");
// The demo's own folder, and its own outputs: nothing else lies there.
await rm(folder, { recursive: true, force: true });
await Promise.all([mkdir(clips, { recursive: true }), mkdir(proxies, { recursive: true })]);

process.stderr.write("Making two clips of 4 s …\n");
const sources = [join(clips, "A001_harbour.mov"), join(clips, "A002_night.mov")] as const;
await Promise.all([
  makeClip(sources[0], "testsrc2=s=1280x720:r=24000/1001:d=4", "sine=f=330:r=48000:d=4", "01:00:00:00"),
  makeClip(sources[1], "mandelbrot=s=1280x720:r=24000/1001:maxiter=300", "sine=f=440:r=48000:d=4", "01:00:04:00"),
]);

const common = {
  output_dir: proxies,
  output_name_template: "{source_name}_{profile}",
  fps_mode: "preserve_source",
} as const;
const results = [
  await run({
    ...common,
    sources: [...sources],
    codec: "prores_proxy",
    container: "mov",
    proxy_profile: "proxy_prores_proxy_fast",
  }),
  await run({ ...common, sources: [sources[0]], codec: "h264", container: "mp4", proxy_profile: "proxy_h264_low" }),
];
show(results);
process.exitCode = results.every(({ status }) => status === "COMPLETED") ? 0 : 1;

async function run(fields: Omit<JobSpec, "jobspec_version" | "created_at">): Promise<JobResult> {
  const bar = process.stderr.isTTY ? createProgressBar(process.stderr) : null;
  const result = await executeJobSpec(createJobSpec(fields), bar ? { onProgress: bar.show } : {});
  bar?.clear();
  return result;
}

async function makeClip(path: string, picture: string, tone: string, timecode: string): Promise<void> {
  const made = await runTool({
    command: "ffmpeg",
    args: [
      ...["-v", "error", "-nostats", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone, "-t", "4"],
      ...[
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "pcm_s16le",
        "-timecode",
        timecode,
        path,
      ],
    ],
  });
  if (made.exitCode !== 0) throw new Error(`ffmpeg cannot make ${path}: ${made.stderrTail.join("\n")}`);
}

function show(finished: readonly JobResult[]): void {
  const paint = (format: "bold" | "green" | "red" | "gray", text: string) =>
    styleText(format, text, { stream: process.stdout });
  const rows = finished.flatMap(({ clips: made }) =>
    made.map((clip) => {
      const passed = clip.verification.filter(({ pass }) => pass).length;
      const mark = clip.status === "COMPLETED" ? paint("green", "✓") : paint("red", "✗");
      return [
        ...[mark, basename(clip.source_path), "→", basename(clip.output_path ?? "")],
        ...[`${((clip.output_size_bytes ?? 0) / 1e6).toFixed(1)} MB`, `${clip.duration_seconds?.toFixed(1)} s`],
        `${passed}/${clip.verification.length} checks passed`,
        clip.failure_detail ?? paint("gray", `sha256 ${clip.output_sha256?.slice(0, 12)}…`),
      ];
    }),
  );
  process.stdout.write(
    `\n${formatTable(rows)}\n\nThe proxies lie in ${paint("bold", relative(".", proxies))}, the clips they were made of in ${relative(".", clips)}.\n`,
  );
  process.stdout.write(
    "Next: npx proxx new demo-output/clips/A001_harbour.mov --profile proxy_h264_low --to demo-output -o job.json\n      npx proxx run job.json\n",
  );
}

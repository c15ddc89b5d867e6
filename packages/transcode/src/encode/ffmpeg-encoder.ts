import { createProgressActivity, createProgressParser, runTool, type MediaTools } from "@proxx/media";
import type { ClipEncoder } from "./clip-encoder.ts";
import { buildFfmpegArguments } from "../clip-plan/ffmpeg-arguments.ts";
import { stampUmid } from "./mxf-umid.ts";

export function createFfmpegEncoder(tools: MediaTools): ClipEncoder {
  return {
    version: tools.version,
    writesInto: "existing",
    async encode(clip, workingPath, { signal, stallMs, onProgress }) {
      if (clip.plan === null) throw new TypeError("Expected a clip planned for FFmpeg");
      const args = buildFfmpegArguments(clip.plan, { sourcePath: clip.sourcePath, outputPath: workingPath });
      const errorLines: string[] = [];
      let finished = false;
      let frames: number | null = null;
      const parse = createProgressParser((progress) => {
        finished = progress.ended;
        frames = progress.frame ?? frames;
        onProgress(progress);
      });
      const run = await runTool({
        command: tools.ffmpeg,
        args,
        signal,
        stallMs,
        isActivity: createProgressActivity(),
        onStdoutLine: parse,
        onStderrLine: (line) => {
          if (/\[(error|fatal|panic)\]/.test(line) && errorLines.length < 20) errorLines.push(line);
        },
      });
      if (run.exitCode === 0 && clip.plan.spec.container === "mxf") await stampUmid(workingPath, signal);
      return { command: [tools.ffmpeg, ...args], ...run, errorLines, finished, frames };
    },
    close: async () => {},
  };
}

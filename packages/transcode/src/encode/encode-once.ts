import {
  createComplaints,
  createProgressActivity,
  createProgressParser,
  isHarmlessComplaint,
  runTool,
  type MediaTools,
} from "@proxx/media";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";
import { buildFfmpegArguments } from "../clip-plan/ffmpeg-arguments.ts";
import type { EncodeOptions, EncodeOutcome } from "./clip-encoder.ts";
import { stampUmid } from "./mxf-umid.ts";

export interface EncodeOnceOptions extends EncodeOptions {
  tools: MediaTools;
  sourcePath: string;
  workingPath: string;
  /** Past what is known to be damaged in the source. @default false */
  carriesOn?: boolean;
}

export interface EncodedOnce extends EncodeOutcome {
  plan: ClipPlan;
  /** The picture changed its form. */
  changed: boolean;
}

/** Runs ffmpeg once. Ends as soon as the picture changes its form, of a plan that does not expect it. */
export async function encodeOnce(
  plan: ClipPlan,
  { tools, sourcePath, workingPath, carriesOn = false, signal, stallMs, onProgress }: EncodeOnceOptions,
): Promise<EncodedOnce> {
  const args = buildFfmpegArguments(plan, { sourcePath, outputPath: workingPath, carriesOn });
  const endsWithError = plan.source.facts.formatNames.includes("gxf");
  const isHarmless = (line: string) =>
    isHarmlessComplaint(line) || (endsWithError && line.endsWith(": Operation not permitted"));
  const errors = createComplaints((line) => /\[(error|fatal|panic)\]/.test(line) && !isHarmless(line));
  const stop = new AbortController();
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
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
    stallMs,
    isActivity: createProgressActivity(),
    onStdoutLine: parse,
    onStderrLine: (line) => {
      errors.read(line);
      if (plan.changing === null && /Changing video frame properties on the fly/.test(line)) stop.abort();
    },
  });
  if (run.exitCode === 0 && plan.spec.container === "mxf") await stampUmid(workingPath, signal);
  const command = [tools.ffmpeg, ...args];
  return { plan, command, ...run, errorLines: errors.complaints, finished, frames, changed: stop.signal.aborted };
}

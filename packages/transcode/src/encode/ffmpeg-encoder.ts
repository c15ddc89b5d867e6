import {
  changesSequence,
  createComplaints,
  createProgressActivity,
  createProgressParser,
  findPictureChanges,
  isHarmlessComplaint,
  runTool,
  type MediaTools,
} from "@proxx/media";
import { planForChanges } from "../clip-plan/changing-picture.ts";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";
import { isStreamed } from "../source/source-completeness.ts";
import type { ClipEncoder, EncodeOptions, EncodeOutcome } from "./clip-encoder.ts";
import { buildFfmpegArguments } from "../clip-plan/ffmpeg-arguments.ts";
import { stampUmid } from "./mxf-umid.ts";

export function createFfmpegEncoder(tools: MediaTools): ClipEncoder {
  return {
    version: tools.version,
    writesInto: "existing",
    async encode({ sourcePath, plan }, workingPath, options) {
      if (plan === null) throw new TypeError("Expected a clip planned for FFmpeg");
      const { facts, video, opening } = plan.source;
      const { signal } = options;
      const startByte = opening?.byte;
      const picture = { path: sourcePath, streamIndex: video.index, codec: video.codec, startByte };
      const [first, otherHeaders] = await Promise.all([
        encodeOnce(plan, { tools, sourcePath, workingPath, ...options }),
        isStreamed(facts) && changesSequence(picture, { ffmpeg: tools.ffmpeg, signal }),
      ]);
      if (signal?.aborted || !(first.changed || (otherHeaders && first.exitCode === 0))) return first;
      const seen = await findPictureChanges(sourcePath, { ...tools, signal, startByte });
      if (!first.changed && seen.changes.length === 0) return first;
      const fitted = planForChanges(plan, seen);
      const second = await encodeOnce(fitted.plan, { tools, sourcePath, workingPath, ...options });
      return { ...second, findings: { expectations: {}, checks: [], losses: fitted.losses } };
    },
    close: async () => {},
  };
}

interface EncodeOnceOptions extends EncodeOptions {
  tools: MediaTools;
  sourcePath: string;
  workingPath: string;
}

/** Ends as soon as the picture changes its form, of a plan that does not expect it. */
async function encodeOnce(
  plan: ClipPlan,
  { tools, sourcePath, workingPath, signal, stallMs, onProgress }: EncodeOnceOptions,
): Promise<EncodeOutcome & { changed: boolean }> {
  const args = buildFfmpegArguments(plan, { sourcePath, outputPath: workingPath });
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
      if (!plan.fits && /Changing video frame properties on the fly/.test(line)) stop.abort();
    },
  });
  if (run.exitCode === 0 && plan.spec.container === "mxf") await stampUmid(workingPath, signal);
  const command = [tools.ffmpeg, ...args];
  return { command, ...run, errorLines: errors.complaints, finished, frames, changed: stop.signal.aborted };
}

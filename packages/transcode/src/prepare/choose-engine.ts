import type { CheckedJobSpec, ExecutionEngine, Issue } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { encoderOf, type Profile } from "../profile/profiles.ts";
import type { InspectedSource, RawSource } from "../source/inspected-source.ts";

/** One engine for the whole job, by what the sources are; null when there is none to speak of. */
export function chooseEngine(
  sources: readonly (InspectedSource | RawSource | null)[],
  fileNames: readonly string[],
): { engine: ExecutionEngine | null; issues: Issue[] } {
  const forFfmpeg: string[] = [];
  const forResolve: string[] = [];
  for (const [index, source] of sources.entries()) {
    const fileName = fileNames[index] ?? "";
    if (source?.engine === "ffmpeg") forFfmpeg.push(fileName);
    if (source?.engine === "resolve") forResolve.push(`${fileName}: ${source.why}`);
  }
  if (forFfmpeg.length > 0 && forResolve.length > 0) {
    const mixed = {
      path: "$.sources",
      code: "mixed_engines",
      message:
        `One job cannot mix sources for FFmpeg (${forFfmpeg.join(", ")}) ` +
        `and for DaVinci Resolve (${forResolve.join(", ")}).`,
      hint: "Write one JobSpec for each kind.",
    };
    return { engine: null, issues: [mixed] };
  }
  return { engine: forResolve.length > 0 ? "resolve" : forFfmpeg.length > 0 ? "ffmpeg" : null, issues: [] };
}

/** The checks of a job that FFmpeg makes. */
export function* checkForFfmpeg(
  { codec, resolve_preset }: Partial<CheckedJobSpec>,
  profile: Profile,
  tools: MediaTools,
): Generator<Issue> {
  if (profile.engine === "resolve") {
    yield {
      path: "$.proxy_profile",
      code: "profile_engine",
      message: `The profile ${profile.name} is for DaVinci Resolve, and FFmpeg reads these sources.`,
      hint: "Take a profile without `_resolve`; `proxx profiles` lists them.",
    };
  }
  if (resolve_preset !== undefined) {
    yield {
      path: "$.resolve_preset",
      code: "resolve_preset_unexpected",
      message: "`resolve_preset` is for camera RAW, and FFmpeg reads these sources.",
      hint: "Leave it out.",
    };
  }
  if (codec !== undefined && !tools.encoders.has(encoderOf(codec))) {
    yield {
      path: "$.codec",
      code: "encoder_missing",
      message: `This ffmpeg (${tools.version}) has no ${encoderOf(codec)}, which ${codec} needs.`,
      hint: "Install a full build of ffmpeg; `proxx doctor` shows what this one can do.",
    };
  }
}

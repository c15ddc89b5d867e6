import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  defineOperation,
  JobSpecValidationError,
  ProxxError,
  PROXX_ERROR_CODES,
  type ClipResult,
  type Issue,
  type OperationContext,
  type ProducedFile,
} from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { checkDocument, executeJobSpec, findProfile } from "@proxx/transcode";
import { inputFile } from "@proxx/composition";
import { ffmpegApproach, type OperationResources } from "../operation-resources.ts";
import { transcodeDocument, type TranscodeSettings } from "./transcode-document.ts";
import { transcode } from "./signature.ts";

/** The same film in another codec, made and verified as a JobSpec's clips are. */
export function createTranscode(resources: OperationResources) {
  return defineOperation({
    signature: transcode.signature,
    version: 1,
    alwaysMakesFiles: true,
    // It keeps what a composition does not have: timecode, tracks, bit depth, interlacing.
    acceptsDeferred: false,
    check: checkSettings,
    approach: () => ffmpegApproach(resources),
    knowsWords: (context) => context.knowsWords("video"),
    async run({ video, ...settings }, context) {
      if (video === undefined) throw new TypeError("Expected `video`");
      const tools = await resources.tools();
      const { path } = await inputFile(video, context, tools);
      const outputFolder = join(context.workDir, "transcoded");
      await mkdir(outputFolder);
      const made = await execute(transcodeDocument(settings, { source: path, outputFolder }), context, tools);
      const besides = video.files.slice(1).map(({ path: beside, artifact: { kind, mediaType } }) => ({
        path: beside,
        kind,
        mediaType,
      }));
      return { files: [made, ...besides], transcript: video.transcript };
    },
  });
}

/** How a JobSpec calls what has another name here. */
const PARAMETERS: Readonly<Record<string, string>> = { "$.proxy_profile": "$.profile", "$.fps_mode": "$.fpsMode" };

function checkSettings(settings: TranscodeSettings): Issue[] {
  const { issues } = checkDocument(transcodeDocument(settings, { source: "/source", outputFolder: "/" }));
  const renamed = issues.map((issue) => ({
    ...issue,
    path: PARAMETERS[issue.path] ?? issue.path,
    message: inOurWords(issue.message),
    hint: inOurWords(issue.hint),
  }));
  if (findProfile(settings.profile)?.engine !== "resolve") return renamed;
  const raw = {
    path: "$.profile",
    code: "unsupported_profile",
    message: `${settings.profile} is made with DaVinci Resolve, which no plan can use.`,
    hint: "Take another profile, or run a JobSpec with `proxx run`.",
  };
  return [...renamed, raw];
}

function inOurWords(text: string): string {
  return text.replaceAll("`fps_mode`", "`fpsMode`").replaceAll("`proxy_profile`", "`profile`");
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  mov: "video/quicktime",
  mp4: "video/mp4",
  mkv: "video/x-matroska",
  webm: "video/webm",
  mxf: "application/mxf",
};

async function execute(
  document: Record<string, unknown>,
  { signal, progress }: OperationContext,
  tools: MediaTools,
): Promise<ProducedFile> {
  const result = await executeJobSpec(document, {
    tools,
    signal,
    onProgress: (event) => {
      if (event.type === "clip-progress" && event.fraction !== null) progress(event.fraction, 1, "transcoding");
      if (event.type === "clip-verifying") progress(1, 1, "verifying");
    },
  }).catch((error: unknown) => {
    throw error instanceof JobSpecValidationError ? unusable(error) : error;
  });
  const [clip] = result.clips;
  if (result.status === "COMPLETED" && clip?.output_path != null) {
    const mediaType = MEDIA_TYPES[String(document["container"])] ?? "video/mp4";
    return { path: clip.output_path, kind: "video", mediaType };
  }
  if (clip === undefined || clip.failure_reason === "interrupted") {
    throw new ProxxError("aborted", "The transcode was stopped.", { hint: "Run it again." });
  }
  throw failed(clip);
}

// The document was right before anything ran: what is found now is the source's fault, or the machine's.
function unusable(error: JobSpecValidationError): ProxxError {
  const [issue] = error.issues;
  const isSource = issue?.path.startsWith("$.sources") ?? false;
  return new ProxxError(isSource ? "media_unsupported" : "tool_failed", error.message, {
    hint: issue?.hint ?? error.hint,
    cause: error,
  });
}

function failed({ failure_code: code, failure_detail: detail }: ClipResult): ProxxError {
  if (code === "source_damaged") {
    return new ProxxError(code, detail ?? "The source is damaged.", {
      hint: "Mend the source as the message says, or take another one.",
    });
  }
  return new ProxxError(PROXX_ERROR_CODES.find((known) => known === code) ?? "tool_failed", detail ?? "It failed.", {
    hint: "Check that the source plays to its end, and that the disk has room.",
  });
}

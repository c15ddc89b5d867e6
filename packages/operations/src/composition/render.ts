import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError, type OperationContext, type ProducedFile } from "@proxx/contract";
import {
  createProgressParser,
  fileUrl,
  runTool,
  verifyMedia,
  writeFilterGraph,
  type MediaTools,
  type Stream,
  type WrittenGraph,
} from "@proxx/media";
import { secondsOf, secondsOfFrames, type Composition, type Picture } from "./composition.ts";

type RenderContext = Pick<OperationContext, "workDir" | "signal" | "progress">;

/** Which sort of file a composition becomes. */
interface Target {
  extension: string;
  mediaType: string;
  kind: ProducedFile["kind"];
  codec: string;
  pixelFormat: string | null;
  arguments: string[];
}

/** x264's bytes depend on the number of its threads; one that does not follow the machine keeps them the same. */
const ENCODER_THREADS = 8;
const STALL_MS = 300_000;

/** Renders a composition into the job's work folder, proves that it came out right, and names the files it made. */
export async function render(
  composition: Composition,
  context: RenderContext,
  tools: MediaTools,
): Promise<ProducedFile[]> {
  const target = targetOf(composition.picture);
  const path = join(context.workDir, `output.${target.extension}`);
  await encode(composition, target, path, context, tools);
  await prove(path, composition, target, context, tools);
  const besides = await Promise.all(
    composition.besides.map(async ({ extension, mediaType, text }) => {
      const beside = join(context.workDir, `output.${extension}`);
      await writeFile(beside, text);
      return { path: beside, kind: "subtitles", mediaType } as const;
    }),
  );
  return [{ path, kind: target.kind, mediaType: target.mediaType }, ...besides];
}

function targetOf(picture: Picture | null): Target {
  if (picture === null) {
    return {
      extension: "wav",
      mediaType: "audio/wav",
      kind: "audio",
      codec: "pcm_s16le",
      pixelFormat: null,
      arguments: ["-f", "wav"],
    };
  }
  if (picture.still) {
    const pixelFormat = picture.alpha ? "rgba" : "rgb24";
    const args = ["-c:v", "png", "-pix_fmt", pixelFormat, "-frames:v", "1", "-f", "image2pipe"];
    return { extension: "png", mediaType: "image/png", kind: "image", codec: "png", pixelFormat, arguments: args };
  }
  if (picture.alpha) {
    const args = [
      "-c:v",
      "prores_ks",
      "-profile:v",
      "4444",
      "-qscale:v",
      "9",
      "-pix_fmt",
      "yuva444p10le",
      "-vendor",
      "apl0",
    ];
    return {
      extension: "mov",
      mediaType: "video/quicktime",
      kind: "video",
      codec: "prores",
      pixelFormat: "yuva444p12le",
      arguments: [...args, "-f", "mov"],
    };
  }
  const args = [
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "18",
    "-pix_fmt",
    "yuv420p",
    "-movflags",
    "+faststart",
  ];
  return {
    extension: "mp4",
    mediaType: "video/mp4",
    kind: "video",
    codec: "h264",
    pixelFormat: "yuv420p",
    arguments: [...args, "-f", "mp4"],
  };
}

async function encode(
  composition: Composition,
  target: Target,
  path: string,
  context: RenderContext,
  tools: MediaTools,
): Promise<void> {
  const { picture, sound } = composition;
  const outputs: Stream[] = [
    ...(picture === null ? [] : [picture.stream]),
    ...(sound === null || picture?.still === true ? [] : [sound.stream]),
  ];
  const graph = writeFilterGraph(outputs);
  const inputFolder = join(context.workDir, "inputs");
  await mkdir(inputFolder);
  const inputs = await prepareInputs(graph, inputFolder, context.signal);
  const tracks = await writeSubtitleTracks(composition, inputFolder);
  const graphFile = join(context.workDir, "graph.txt");
  await writeFile(graphFile, graph.text);
  const total = picture?.frames ?? 0;
  await runFfmpeg(
    [
      ...inputs,
      ...tracks.flatMap((track) => ["-f", "srt", "-i", fileUrl(track)]),
      // From a file: a merge of hundreds of clips is longer than one argument may be.
      ...["-filter_complex_script", graphFile],
      ...graph.labels.flatMap((label) => ["-map", label]),
      ...tracks.flatMap((_, index) => ["-map", `${graph.inputs.length + index}:0`]),
      ...subtitleArguments(composition, target),
      ...(picture === null ? [] : pictureArguments(picture)),
      ...(sound === null || picture?.still === true ? [] : soundArguments(target)),
      ...["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"],
      ...target.arguments,
      ...["-y", fileUrl(path)],
    ],
    { tools, signal: context.signal, onFrame: (frame) => context.progress(frame, total, "rendering") },
  );
}

/** The arguments that open a graph's inputs, in order, each with a folder of its own to write into. */
export async function prepareInputs(graph: WrittenGraph, folder: string, signal: AbortSignal): Promise<string[]> {
  const inputs: string[] = [];
  for (const [index, input] of graph.inputs.entries()) {
    const own = join(folder, String(index));
    await mkdir(own);
    inputs.push(...(await input.prepare(own, signal)));
  }
  return inputs;
}

function pictureArguments({ rate, still }: Picture): string[] {
  if (still) return ["-flags:v", "+bitexact"];
  return [
    ...["-fps_mode", "passthrough", "-enc_time_base:v", `${rate.denominator}/${rate.numerator}`],
    ...["-threads:v", String(ENCODER_THREADS), "-flags:v", "+bitexact"],
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"],
  ];
}

function soundArguments({ kind, extension }: Target): string[] {
  if (kind === "audio" || extension === "mov") return ["-c:a", "pcm_s16le", "-flags:a", "+bitexact"];
  return ["-c:a", "aac", "-b:a", "192k", "-flags:a", "+bitexact"];
}

async function writeSubtitleTracks({ subtitles }: Composition, folder: string): Promise<string[]> {
  return await Promise.all(
    subtitles.map(async ({ text }, index) => {
      const path = join(folder, `subtitles-${index}.srt`);
      await writeFile(path, text);
      return path;
    }),
  );
}

function subtitleArguments({ subtitles }: Composition, { kind }: Target): string[] {
  if (subtitles.length === 0 || kind !== "video") return [];
  const languages = subtitles.flatMap(({ language }, index) =>
    language === null ? [] : [`-metadata:s:s:${index}`, `language=${threeLetters(language)}`],
  );
  return ["-c:s", "mov_text", ...languages];
}

// QuickTime and MP4 name languages by the three letters of ISO 639-2; a browser's `en` would be written as unknown.
const THREE_LETTERS: Readonly<Record<string, string>> = {
  ar: "ara",
  bg: "bul",
  cs: "ces",
  da: "dan",
  de: "deu",
  el: "ell",
  en: "eng",
  es: "spa",
  et: "est",
  fi: "fin",
  fr: "fra",
  he: "heb",
  hi: "hin",
  hr: "hrv",
  hu: "hun",
  id: "ind",
  it: "ita",
  ja: "jpn",
  ko: "kor",
  lt: "lit",
  lv: "lav",
  nb: "nob",
  nl: "nld",
  no: "nor",
  pl: "pol",
  pt: "por",
  ro: "ron",
  ru: "rus",
  sk: "slk",
  sl: "slv",
  sr: "srp",
  sv: "swe",
  th: "tha",
  tr: "tur",
  uk: "ukr",
  vi: "vie",
  zh: "zho",
};

function threeLetters(language: string): string {
  const [primary = "und"] = language.toLowerCase().split("-");
  return THREE_LETTERS[primary] ?? (primary.length === 3 ? primary : "und");
}

/** Runs ffmpeg to its end: any error line, any code but 0, a stall is a failure with the last it said. */
export async function runFfmpeg(
  args: readonly string[],
  {
    tools,
    signal,
    onFrame,
    onLine,
  }: {
    tools: MediaTools;
    signal: AbortSignal;
    onFrame?: (frame: number) => void;
    /** Every line of stderr, for what filters report. */
    onLine?: (line: string) => void;
  },
): Promise<void> {
  const parse = createProgressParser(({ frame }) => frame !== null && onFrame?.(frame));
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      "-hide_banner",
      "-nostats",
      "-loglevel",
      "level+info",
      "-progress",
      "pipe:1",
      "-stats_period",
      "0.25",
      "-xerror",
      ...args,
    ],
    signal,
    stallMs: STALL_MS,
    onStdoutLine: parse,
    ...(onLine === undefined ? {} : { onStderrLine: onLine }),
  });
  if (run.endedBy === "abort") {
    throw new ProxxError("aborted", "The rendering was stopped.", { hint: "Run it again to make what is missing." });
  }
  if (run.exitCode !== 0) {
    const said = run.stderrTail.find((line) => /\[(error|fatal|panic)\]/.test(line)) ?? run.stderrTail.at(-1);
    const how = run.endedBy === "stall" ? "stood still and was ended" : `ended with code ${run.exitCode ?? run.signal}`;
    throw new ProxxError("tool_failed", `ffmpeg ${how}: ${said ?? "it said nothing"}`, {
      hint: "Check that the sources play; `ffmpeg -i FILE -f null -` shows what is wrong with one.",
    });
  }
}

async function prove(
  path: string,
  composition: Composition,
  target: Target,
  context: RenderContext,
  tools: MediaTools,
): Promise<void> {
  const { picture, sound } = composition;
  if (picture?.still === true) return;
  const seconds = secondsOf(composition);
  const rows = await verifyMedia(
    path,
    {
      ...(picture === null
        ? {}
        : {
            codec: target.codec,
            width: picture.width,
            height: picture.height,
            frames: picture.frames,
            rate: picture.rate,
            startSeconds: 0,
            durationSeconds: secondsOfFrames(picture.frames, picture.rate),
            ...(target.pixelFormat === null ? {} : { pixelFormat: target.pixelFormat }),
          }),
      audio:
        sound === null
          ? []
          : [
              {
                codec: target.kind === "audio" || target.extension === "mov" ? "pcm_s16le" : "aac",
                channels: 2,
                sampleRate: 48_000,
                endSeconds: seconds,
              },
            ],
    },
    { ffprobe: tools.ffprobe, level: "ends", signal: context.signal },
  );
  const wrong = rows.find(({ pass }) => !pass);
  if (wrong !== undefined) {
    throw new ProxxError(
      "internal",
      `The rendering is not what it was to be: ${wrong.check} is ${wrong.found}, expected ${wrong.expected}.`,
      {
        hint: "This is a fault of Proxx: please report it with the plan.",
      },
    );
  }
}

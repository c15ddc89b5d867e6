import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError, type ArtifactFacts, type JobContext, type ProducedFile } from "@proxx/contract";
import { fileUrl, toNumber, verifyMedia, type MediaTools } from "@proxx/media";
import { secondsOf, secondsOfFrames, SAMPLE_RATE, type Composition, type Picture } from "../composition.ts";
import { renderTarget, soundEncoding, type RenderTarget } from "./render-target.ts";
import { runGraph } from "../run/run-graph.ts";
import { subtitleArguments, subtitleInputs } from "./subtitle-tracks.ts";

type RenderContext = Pick<JobContext, "workDir" | "signal" | "progress">;

/** Renders a composition into the job's work folder, proves that it came out right, and names the files it made. */
export async function render(
  composition: Composition,
  context: RenderContext,
  tools: MediaTools,
): Promise<ProducedFile[]> {
  // A still makes no sound.
  const film = composition.picture?.still === true ? { ...composition, sound: null, subtitles: [] } : composition;
  const target = renderTarget(film.picture);
  const path = join(context.workDir, `output.${target.extension}`);
  await encode(film, target, path, context, tools);
  await prove(path, film, target, context, tools);
  const besides = await Promise.all(
    film.besides.map(async ({ extension, mediaType, text }) => {
      const beside = join(context.workDir, `output.${extension}`);
      await writeFile(beside, text);
      return { path: beside, kind: "subtitles", mediaType } as const;
    }),
  );
  return [{ path, kind: target.kind, mediaType: target.mediaType, facts: factsOf(film) }, ...besides];
}

async function encode(
  { picture, sound, subtitles }: Composition,
  target: RenderTarget,
  path: string,
  context: RenderContext,
  tools: MediaTools,
): Promise<void> {
  const folder = join(context.workDir, "inputs");
  await mkdir(folder);
  // A file of sound alone has no subtitle tracks.
  const tracks = picture === null ? [] : subtitles;
  const streams = [picture?.stream, sound?.stream].filter((stream) => stream !== undefined);
  const total = picture?.frames ?? 0;
  await runGraph(streams, {
    folder,
    otherInputs: await subtitleInputs(tracks, folder),
    outputs: (labels, nextInput) => [
      ...labels.flatMap((label) => ["-map", label]),
      ...subtitleArguments(tracks, nextInput),
      ...(picture === null ? [] : pictureArguments(picture)),
      ...(sound === null ? [] : soundEncoding(target)),
      ...["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"],
      ...target.arguments,
      ...["-y", fileUrl(path)],
    ],
    tools,
    signal: context.signal,
    onFrame: (frame) => context.progress(frame, total, "rendering"),
  });
}

/** The bytes that x264 writes depend on the number of its threads; one number on all machines keeps them the same. */
const ENCODER_THREADS = 8;

function pictureArguments({ rate, still }: Picture): string[] {
  if (still) return ["-flags:v", "+bitexact"];
  return [
    ...["-fps_mode", "passthrough", "-enc_time_base:v", `${rate.denominator}/${rate.numerator}`],
    ...["-threads:v", String(ENCODER_THREADS), "-flags:v", "+bitexact"],
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"],
  ];
}

/** A still has been opened to be made; of everything else, what was to come out is compared with what did. */
async function prove(
  path: string,
  { picture, sound }: Composition,
  { codec, pixelFormat, soundCodec }: RenderTarget,
  { signal }: RenderContext,
  { ffprobe }: MediaTools,
): Promise<void> {
  if (picture?.still === true) return;
  const track = { codec: soundCodec, channels: 2, sampleRate: SAMPLE_RATE, endSeconds: secondsOf({ picture, sound }) };
  const shown =
    picture === null
      ? {}
      : {
          codec,
          width: picture.width,
          height: picture.height,
          frames: picture.frames,
          rate: picture.rate,
          startSeconds: 0,
          durationSeconds: secondsOfFrames(picture.frames, picture.rate),
          ...(pixelFormat === null ? {} : { pixelFormat }),
        };
  const expected = { ...shown, audio: sound === null ? [] : [track] };
  const wrong = (await verifyMedia(path, expected, { ffprobe, level: "ends", signal })).find(({ pass }) => !pass);
  if (wrong === undefined) return;
  throw new ProxxError(
    "internal",
    `The rendering is not what it was to be: ${wrong.check} is ${wrong.found}, expected ${wrong.expected}.`,
    { hint: "This is a fault of Proxx: please report it with the plan." },
  );
}

function factsOf({ picture, sound }: Composition): ArtifactFacts {
  const size = { width: picture?.width ?? null, height: picture?.height ?? null };
  if (picture?.still === true) return { ...size, duration: null, fps: null, hasAudio: false };
  return {
    ...size,
    duration: inThousandths(secondsOf({ picture, sound })),
    fps: picture === null ? null : inThousandths(toNumber(picture.rate)),
    hasAudio: sound !== null,
  };
}

function inThousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

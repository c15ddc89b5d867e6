import { ProxxError, type Artifact, type Input } from "@proxx/contract";
import {
  probe,
  safeInputArguments,
  type AudioFacts,
  type GraphInput,
  type MediaFacts,
  type MediaTools,
  type Rational,
  type SourceFile,
  type VideoFacts,
} from "@proxx/media";
import { cutCaptions } from "../words/caption-edits.ts";
import { framesIn, SAMPLE_RATE, samplesOfFrames, secondsOfFrames, type Composition } from "../composition.ts";
import { cutComposition } from "../cut-composition.ts";
import { filmPicture, filmTiming } from "./film-picture.ts";
import { filmSound } from "./film-sound.ts";
import { measureLength } from "./measure-length.ts";
import { readBesides, readSubtitleTracks } from "./read-subtitles.ts";
import { asComposition } from "../deferred-composition.ts";
import { freshComposition } from "../fresh-composition.ts";
import { stillPicture } from "./still-picture.ts";
import { cutTranscript } from "../words/transcript-edits.ts";

export interface OpenOptions {
  tools: MediaTools;
  signal: AbortSignal;
}

interface InputOptions extends OpenOptions {
  /** Where to begin: long films are not decoded up to there. @default 0 */
  startSeconds?: number | undefined;
}

/**
 * An operation's input as a composition: the one that the operation before left to be rendered, or one read from the
 * file.
 */
export async function openInput(input: Input, { startSeconds = 0, ...options }: InputOptions): Promise<Composition> {
  if (input.deferred !== undefined && input.deferred !== null) {
    return cutComposition(freshComposition(asComposition(input.deferred)), { start: startSeconds });
  }
  const [file] = input.files;
  if (file === undefined) throw new TypeError("Expected an input with a file, or one left to be rendered");
  const [{ skippedSeconds, ...film }, besides] = await Promise.all([
    openPart({ path: file.path, shown: input.shown ?? file.path }, file.artifact.kind, startSeconds, options),
    readBesides(input.files.slice(1)),
  ]);
  const span = { start: skippedSeconds, end: Infinity };
  const transcript = input.transcript && cutTranscript(input.transcript, span);
  const left = { ...film, ...cutCaptions({ subtitles: film.subtitles, besides }, span), transcript };
  return cutComposition(skippedSeconds === 0 ? { ...film, besides, transcript } : left, {
    start: startSeconds - skippedSeconds,
  });
}

/** A file as a composition; what is said in it is not known. */
export async function openFile(path: string, kind: Artifact["kind"], options: OpenOptions): Promise<Composition> {
  const { skippedSeconds: _none, ...film } = await openPart({ path, shown: path }, kind, 0, options);
  return film;
}

async function openPart(
  source: SourceFile,
  kind: Artifact["kind"],
  startSeconds: number,
  options: OpenOptions,
): Promise<Composition & { skippedSeconds: number }> {
  const empty = { transcript: null, subtitles: [], besides: [], skippedSeconds: 0 };
  if (kind === "image") return { ...empty, picture: await stillPicture(source.path), sound: null };
  return { ...empty, ...(await openFilm(source, startSeconds, options)) };
}

async function openFilm(
  source: SourceFile,
  startSeconds: number,
  options: OpenOptions,
): Promise<Pick<Composition, "picture" | "sound" | "subtitles"> & { skippedSeconds: number }> {
  const { tools, signal } = options;
  const { path } = source;
  const facts = await probe(path, { ffprobe: tools.ffprobe, signal });
  const { video } = facts;
  const track = facts.audio.find(({ decodable, codec }) => decodable && tools.decodable.has(codec));
  if (video === null && track !== undefined) {
    return { picture: null, sound: await bareSound(source, facts, track, options), subtitles: [], skippedSeconds: 0 };
  }
  if (video === null || !tools.decodable.has(video.codec)) throw unreadable(facts);
  const decoder = alphaDecoder(video, tools);
  const timing = await filmTiming({ path, facts, video, tools, signal });
  const skipped = framesToSkip(facts, timing, startSeconds);
  const skippedSeconds = skipped === 0 ? 0 : secondsOfFrames(skipped, timing.rate);
  const lead = Math.max(0, (video.startSeconds ?? 0) - (facts.startSeconds ?? 0));
  // One input for picture and sound: the file is read once.
  const input: GraphInput = {
    source,
    prepare: () => [
      ...(decoder === null ? [] : [`-c:${video.index}`, decoder]),
      ...(skipped === 0 ? [] : ["-ss", (lead + skippedSeconds).toFixed(6)]),
      ...safeInputArguments(path),
    ],
  };
  const frames = timing.frames - skipped;
  const leadSeconds = skipped === 0 ? lead : 0;
  const alpha = video.pixel.alpha || decoder !== null;
  const [picture, subtitles] = await Promise.all([
    filmPicture({ input, path, facts, video, leadSeconds, rate: timing.rate, frames, alpha, tools, signal }),
    facts.subtitles === 0 ? [] : readSubtitleTracks(path, options),
  ]);
  const samples = samplesOfFrames(frames, timing.rate);
  const sound = track === undefined ? null : filmSound(input, track, { samples, leadSeconds });
  return { picture, sound, subtitles, skippedSeconds };
}

/** Formats whose index says where each frame lies. */
const INDEXED = ["mov", "matroska"];
/** How much is decoded before the wanted part, so that decoders show and sound right when it begins. */
const RUN_UP_SECONDS = 2;
const WORTH_SKIPPING_SECONDS = 10;

/** How many frames at the beginning need not be decoded. */
function framesToSkip(
  { formatNames }: MediaFacts,
  { rate, frames }: { rate: Rational; frames: number },
  startSeconds: number,
): number {
  if (startSeconds < WORTH_SKIPPING_SECONDS || !formatNames.some((name) => INDEXED.includes(name))) return 0;
  const skipped = framesIn(startSeconds - RUN_UP_SECONDS, rate);
  return skipped < frames ? skipped : 0;
}

function unreadable({ video, unknownVideo }: MediaFacts): ProxxError {
  const codec = video?.codec ?? unknownVideo;
  return new ProxxError("media_unsupported", "A source has neither picture nor sound that can be read.", {
    hint: codec === null ? "Check that it is the right file." : `This ffmpeg has no decoder for its picture: ${codec}.`,
  });
}

/** WebM keeps alpha beside the picture, where ffmpeg's own decoders do not look. */
function alphaDecoder({ hiddenAlpha, codec }: VideoFacts, { encoders }: MediaTools): string | null {
  const decoder = codec === "vp9" ? "libvpx-vp9" : codec === "vp8" ? "libvpx" : null;
  // A build has both or neither of a library's encoder and decoder.
  return hiddenAlpha && decoder !== null && encoders.has(decoder) ? decoder : null;
}

/** Formats without an index, whose length is guessed by their bit rate. */
const GUESSED = ["mp3", "aac", "ac3", "mpegts", "mpeg", "flv"];

async function bareSound(source: SourceFile, facts: MediaFacts, track: AudioFacts, options: OpenOptions) {
  const guessed = facts.formatNames.some((name) => GUESSED.includes(name));
  const declared = guessed ? null : facts.durationSeconds;
  const seconds = declared ?? (await measureLength(source.path, track.index, options)).seconds ?? 0;
  const samples = Math.max(1, Math.round(seconds * SAMPLE_RATE));
  return filmSound({ source, prepare: () => safeInputArguments(source.path) }, track, { samples, leadSeconds: 0 });
}

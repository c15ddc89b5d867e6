import { ProxxError, type Artifact, type Input } from "@proxx/contract";
import {
  probe,
  safeInputArguments,
  type AudioFacts,
  type GraphInput,
  type MediaFacts,
  type MediaTools,
  type VideoFacts,
} from "@proxx/media";
import { SAMPLE_RATE, samplesOfFrames, type Composition } from "./composition.ts";
import { filmPicture } from "./film-picture.ts";
import { filmSound } from "./film-sound.ts";
import { measureLength } from "./measure-length.ts";
import { readBesides, readSubtitleTracks } from "./read-subtitles.ts";
import { stillPicture } from "./still-picture.ts";

export interface OpenOptions {
  tools: MediaTools;
  signal: AbortSignal;
}

/** What an operation was given, as a composition: as it was left by the operation before, or read from its file. */
export async function openInput(input: Input, options: OpenOptions): Promise<Composition> {
  if (input.deferred !== undefined && input.deferred !== null) return input.deferred as Composition;
  const [file] = input.files;
  if (file === undefined) throw new TypeError("Expected an input with a file, or one left to be rendered");
  const [film, besides] = await Promise.all([
    openFile(file.path, file.artifact.kind, options),
    readBesides(input.files.slice(1)),
  ]);
  return { ...film, besides, transcript: input.transcript };
}

/** A file as a composition; what is said in it is not known. */
export async function openFile(path: string, kind: Artifact["kind"], options: OpenOptions): Promise<Composition> {
  const empty = { transcript: null, subtitles: [], besides: [] };
  if (kind === "image") return { ...empty, picture: await stillPicture(path), sound: null };
  return { ...empty, ...(await openFilm(path, options)) };
}

async function openFilm(
  path: string,
  options: OpenOptions,
): Promise<Pick<Composition, "picture" | "sound" | "subtitles">> {
  const { tools, signal } = options;
  const facts = await probe(path, { ffprobe: tools.ffprobe, signal });
  const { video } = facts;
  const track = facts.audio.find(({ decodable, codec }) => decodable && tools.decodable.has(codec));
  if (video === null && track !== undefined) {
    return { picture: null, sound: await bareSound(path, facts, track, options), subtitles: [] };
  }
  if (video === null || !tools.decodable.has(video.codec)) throw unreadable(facts);
  const decoder = alphaDecoder(video, tools);
  // One input for picture and sound: the file is read once.
  const input: GraphInput = {
    prepare: () => [...(decoder === null ? [] : [`-c:${video.index}`, decoder]), ...safeInputArguments(path)],
  };
  const leadSeconds = Math.max(0, (video.startSeconds ?? 0) - (facts.startSeconds ?? 0));
  const alpha = video.pixel.alpha || decoder !== null;
  const [picture, subtitles] = await Promise.all([
    filmPicture({ input, path, facts, video, leadSeconds, alpha, tools, signal }),
    facts.subtitles === 0 ? [] : readSubtitleTracks(path, options),
  ]);
  const samples = samplesOfFrames(picture.frames, picture.rate);
  const sound = track === undefined ? null : filmSound(input, track, { samples, leadSeconds });
  return { picture, sound, subtitles };
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

async function bareSound(path: string, facts: MediaFacts, track: AudioFacts, options: OpenOptions) {
  const guessed = facts.formatNames.some((name) => GUESSED.includes(name));
  const declared = guessed ? null : facts.durationSeconds;
  const seconds = declared ?? (await measureLength(path, track.index, options)).seconds ?? 0;
  const samples = Math.max(1, Math.round(seconds * SAMPLE_RATE));
  return filmSound({ prepare: () => safeInputArguments(path) }, track, { samples, leadSeconds: 0 });
}

import { ProxxError } from "@proxx/contract";
import {
  describeEncryption,
  findEncryption,
  findScrambling,
  isStreamed,
  probeAndScan,
  probeFirstFrames,
  probeFirstSample,
  readFromOpening,
  readMovieIndex,
  type AudioFacts,
  type MediaFacts,
  type MediaTools,
  type TimeLine,
  type VideoFacts,
} from "@proxx/media";
import type { InspectedSource, RawSource, SourceProblem } from "./inspected-source.ts";
import { readAsfSize } from "./container/asf-size.ts";
import { withEmptyEnd } from "./container/avi-index.ts";
import type { FileKind } from "./file-kind.ts";
import { findReader } from "./find-reader.ts";
import { reachSource } from "./reach-source.ts";
import { settleEnd } from "./settle-end.ts";
import { settlePicture } from "./settle-picture.ts";
import { settleSound } from "./settle-sound.ts";
import { judgeCompleteness } from "./source-completeness.ts";
import { settleOpening } from "./stream-opening.ts";

/** Sources that are being read already, by their absolute path. */
export type SourceProbes = ReadonlyMap<string, ReturnType<typeof probeAndScan>>;

export interface InspectOptions {
  signal?: AbortSignal | undefined;
  probes?: SourceProbes | undefined;
}

/** Looks at a source without decoding it: is it there, is it media, is it whole, and which engine reads it? */
export async function inspectSource(
  sourcePath: string,
  tools: MediaTools,
  { signal, probes }: InspectOptions = {},
): Promise<InspectedSource | RawSource | SourceProblem> {
  const reached = await reachSource(sourcePath);
  if ("code" in reached) return reached;
  const { identity, kind } = reached;
  // Whether a GIF moves shows when it has been read.
  if (kind.stillImage !== null && kind.stillImage !== "GIF") return pictureFile(sourcePath, kind);
  const options = { ffprobe: tools.ffprobe, signal };
  let read: Awaited<ReturnType<typeof probeAndScan>>;
  try {
    read = await (probes?.get(sourcePath) ?? probeAndScan(sourcePath, options));
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "probe_failed") throw error;
    const scrambling = await findScrambling(sourcePath);
    if (scrambling !== null) return { code: "source_encrypted", ...describeEncryption(sourcePath, scrambling) };
    if (kind.rawExtension && !kind.text) return { engine: "resolve", identity, facts: null, why: "camera RAW" };
    return {
      code: "source_not_media",
      message: `${sourcePath} is not a media file that can be read: ${error.message}`,
      hint: hintForUnreadable(error, kind),
    };
  }
  const { opening, ...opened } = await readFromOpening(sourcePath, read, options);
  read = opened.read;
  const timeLine = await withEmptyEnd(sourcePath, read.facts, await settleEnd(sourcePath, read.facts, read.timeLine));
  if (kind.stillImage !== null && timeLine.packets < 2) return pictureFile(sourcePath, kind);
  const decodable = (track: AudioFacts) => track.decodable && tools.decodable.has(track.codec);
  const facts = { ...read.facts, audio: read.facts.audio.map((track) => ({ ...track, decodable: decodable(track) })) };
  const index = facts.formatNames.includes("mov") ? await readMovieIndex(sourcePath) : null;
  const other = findReader(sourcePath, facts, {
    tools,
    rawExtension: kind.rawExtension,
    encryption: await findEncryption(facts, index),
  });
  if (other !== null) return "code" in other ? other : { engine: "resolve", identity, facts, ...other };
  const { video } = facts;
  if (video === null) return withoutPicture(sourcePath, facts);
  const { truncated, completeness } = await judgeWhole(facts, video, timeLine);
  if (truncated !== null) {
    return {
      code: "source_truncated",
      message: `${sourcePath} is not whole: ${truncated}.`,
      hint: hintForCut(facts, timeLine),
    };
  }
  const settled = await settlePicture(
    { facts, video, timeLine, opening, framesOnly: index?.isFramesOnly === true },
    (packets) => probeFirstFrames(sourcePath, { ...options, startByte: opening?.byte, packets }),
  );
  const heard = await settleSound(facts, settled.timeLine, (index) => probeFirstSample(sourcePath, index, options));
  const source = await settleOpening({ facts, ...settled, timeLine: heard, opening }, { tools, signal });
  return { engine: "ffmpeg", identity, ...source, completeness };
}

async function judgeWhole(
  facts: MediaFacts,
  video: VideoFacts,
  timeLine: TimeLine,
): Promise<ReturnType<typeof judgeCompleteness>> {
  const bytes = facts.formatNames.includes("asf") ? await readAsfSize(facts.path) : null;
  if (bytes === null) return judgeCompleteness(facts, video, timeLine);
  const { declared, found } = bytes;
  return {
    completeness: "declared",
    truncated: found < declared ? `it declares ${declared} bytes and ${found} are there` : null,
  };
}

function hintForCut(facts: MediaFacts, { packets, startsWithKey }: TimeLine): string {
  // Such a stream was cut out of a longer one, by whoever recorded it.
  if (isStreamed(facts) && packets > 0 && !startsWithKey)
    return "No picture of it can be decoded by itself: take a longer piece of the recording.";
  return (
    "It may still be being copied, or the copy broke off: compare its size with the original's, and copy it again. " +
    "Where both are equally long, the recording itself broke off, and `ffmpeg -i SOURCE -c copy SHORTER.mkv` makes a file that promises no more than there is."
  );
}

function pictureFile(sourcePath: string, { stillImage, animated }: FileKind): SourceProblem {
  return animated
    ? {
        code: "source_animation_unreadable",
        message: `${sourcePath} is an animated ${stillImage}, which ffmpeg does not read.`,
        hint: "Convert it to a video or an animated GIF first.",
      }
    : {
        code: "source_still_image",
        message: `${sourcePath} is a still image (${stillImage}).`,
        hint: "Proxx makes proxies of moving pictures.",
      };
}

function withoutPicture(sourcePath: string, { audio }: MediaFacts): SourceProblem {
  return audio.length > 0
    ? {
        code: "source_no_video",
        message: `${sourcePath} has sound but no picture.`,
        hint: "Proxx makes proxies of moving pictures.",
      }
    : { code: "source_not_media", message: `${sourcePath} has no picture.`, hint: "Check that it is the right file." };
}

function hintForUnreadable(error: ProxxError, { text, zeros }: FileKind): string {
  if (text) return "It is a text file, whatever its name says. Playlists are not followed: name the clips themselves.";
  if (zeros)
    return "It begins with zeros: room was made for it and its beginning never written, as when a copy breaks off. Copy it again.";
  if (/whitelist/.test(error.message))
    return "Playlists, scripts and image sequences are not read: name a file that carries its own picture.";
  if (/moov atom not found/.test(error.message))
    return "A QuickTime or MP4 file without its index: the copy or the recording broke off.";
  return "The copy may have broken off, or it is no video at all. Play it elsewhere to see.";
}

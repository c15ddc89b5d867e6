import { ProxxError } from "@proxx/contract";
import { probeAndScan, probeFirstFrames, type AudioFacts, type MediaFacts, type MediaTools } from "@proxx/media";
import type { InspectedSource, RawSource, SourceProblem } from "./inspected-source.ts";
import { reachSource } from "./reach-source.ts";
import { settleEnd } from "./settle-end.ts";
import { settlePicture } from "./settle-picture.ts";
import { judgeCompleteness } from "./source-completeness.ts";

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
  if (kind.stillImage !== null) {
    return {
      code: "source_still_image",
      message: `${sourcePath} is a still image (${kind.stillImage}).`,
      hint: "Proxx makes proxies of moving pictures.",
    };
  }
  const options = { ffprobe: tools.ffprobe, signal };
  let read: Awaited<ReturnType<typeof probeAndScan>>;
  try {
    read = await (probes?.get(sourcePath) ?? probeAndScan(sourcePath, options));
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "probe_failed") throw error;
    if (kind.rawExtension && !kind.text) return { engine: "resolve", identity, facts: null, why: "camera RAW" };
    return {
      code: "source_not_media",
      message: `${sourcePath} is not a media file that can be read: ${error.message}`,
      hint: hintForUnreadable(error, kind.text),
    };
  }
  const timeLine = await settleEnd(sourcePath, read.facts, read.timeLine);
  const decodable = (track: AudioFacts) => track.decodable && tools.decodable.has(track.codec);
  const facts = { ...read.facts, audio: read.facts.audio.map((track) => ({ ...track, decodable: decodable(track) })) };
  const why = rawReason(facts, tools, kind.rawExtension);
  if (why !== null) return { engine: "resolve", identity, facts, why };
  const { video } = facts;
  if (video === null) return withoutPicture(sourcePath, facts);
  const { truncated, completeness } = judgeCompleteness(facts, video, timeLine);
  if (truncated !== null) {
    return {
      code: "source_truncated",
      message: `${sourcePath} is not whole: ${truncated}.`,
      hint: "It may still be being copied, or the copy broke off. Copy it again, and compare sizes.",
    };
  }
  const settled = await settlePicture({ facts, video, timeLine }, () =>
    // Enough to see behind the leading pictures of an open group.
    probeFirstFrames(sourcePath, { ...options, packets: timeLine.leading > 0 ? 4 + 4 * timeLine.leading : 4 }),
  );
  return { engine: "ffmpeg", identity, facts, ...settled, completeness };
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

function rawReason(facts: MediaFacts, tools: MediaTools, rawExtension: boolean): string | null {
  if (facts.unknownVideo !== null) return `its picture, ${facts.unknownVideo}, is unknown to ffmpeg`;
  if (facts.video === null) return null;
  const { codec, codecTag } = facts.video;
  // Newer ffmpeg decodes ProRes RAW to undeveloped sensor data, which is no picture to make a proxy of.
  if (codec === "prores_raw" || /^apr[nh]$/.test(codecTag)) return "ProRes RAW";
  if (!tools.decodable.has(codec)) return `this ffmpeg has no decoder for ${codec}`;
  return rawExtension && facts.formatNames.includes("r3d") ? "camera RAW" : null;
}

function hintForUnreadable(error: ProxxError, text: boolean): string {
  if (text) return "It is a text file, whatever its name says. Playlists are not followed: name the clips themselves.";
  if (/whitelist/.test(error.message))
    return "Playlists, scripts and image sequences are not read: name a file that carries its own picture.";
  if (/moov atom not found/.test(error.message))
    return "A QuickTime or MP4 file without its index: the copy or the recording broke off.";
  return "The copy may have broken off, or it is no video at all. Play it elsewhere to see.";
}

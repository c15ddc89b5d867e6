import { stat } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import { probeAndScan, type AudioFacts, type MediaFacts, type MediaTools } from "@proxx/media";
import type { InspectedSource, SourceIdentity } from "./inspected-source.ts";
import { sniffFile, type FileKind } from "./file-kind.ts";
import { settlePicture } from "./settle-picture.ts";
import { judgeCompleteness } from "./source-completeness.ts";

interface SourceProblem {
  code: string;
  message: string;
  hint: string;
}

/** Sources that are being read already, by their absolute path. */
export type SourceProbes = ReadonlyMap<string, ReturnType<typeof probeAndScan>>;

export type Inspection =
  | { kind: "ffmpeg"; source: InspectedSource }
  /** Camera RAW: for DaVinci Resolve. `facts` as far as ffprobe could read the container. */
  | { kind: "resolve"; path: string; identity: SourceIdentity; facts: MediaFacts | null; why: string }
  | { kind: "problem"; problem: SourceProblem };

/** Looks at a source without decoding it: is it there, is it media, is it whole, and which engine reads it? */
export async function inspectSource(
  path: string,
  tools: MediaTools,
  { signal, probes }: { signal?: AbortSignal | undefined; probes?: SourceProbes | undefined } = {},
): Promise<Inspection> {
  const reached = await reach(path);
  if ("code" in reached) return { kind: "problem", problem: reached };
  const { identity, kind } = reached;
  if (kind.stillImage !== null) {
    return problem(
      "source_still_image",
      `${path} is a still image (${kind.stillImage}).`,
      "Proxx makes proxies of moving pictures.",
    );
  }
  const options = { ffprobe: tools.ffprobe, signal };
  let read: Awaited<ReturnType<typeof probeAndScan>>;
  try {
    read = await (probes?.get(path) ?? probeAndScan(path, options));
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "probe_failed") throw error;
    if (kind.rawExtension && !kind.text) return { kind: "resolve", path, identity, facts: null, why: "camera RAW" };
    return problem(
      "source_not_media",
      `${path} is not a media file that can be read: ${error.message}`,
      hintForUnreadable(error, kind.text),
    );
  }
  const { scan } = read;
  const decodable = (track: AudioFacts) => track.decodable && tools.decodable.has(track.codec);
  const facts = { ...read.facts, audio: read.facts.audio.map((track) => ({ ...track, decodable: decodable(track) })) };
  const raw = rawReason(facts, tools, kind.rawExtension);
  if (raw !== null) return { kind: "resolve", path, identity, facts, why: raw };
  if (facts.video === null) {
    return facts.audio.length > 0
      ? problem("source_no_video", `${path} has sound but no picture.`, "Proxx makes proxies of moving pictures.")
      : problem("source_not_media", `${path} has no picture.`, "Check that it is the right file.");
  }
  const { video } = facts;
  const whole = judgeCompleteness(facts, video, scan);
  if (whole.truncated !== null) {
    return problem(
      "source_truncated",
      `${path} is not whole: ${whole.truncated}.`,
      "It may still be being copied, or the copy broke off. Copy it again, and compare sizes.",
    );
  }
  const settled = await settlePicture(path, { facts, video, scan }, options);
  return { kind: "ffmpeg", source: { path, identity, facts, ...settled, completeness: whole.completeness } };
}

/** Whether a file is still what it was: same inode, size and modification time. */
export async function readSourceIdentity(path: string): Promise<SourceIdentity> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  return { inode: ino, sizeBytes: size, modifiedNs: mtimeNs };
}

async function reach(path: string): Promise<{ identity: SourceIdentity; kind: FileKind } | SourceProblem> {
  try {
    const found = await stat(path, { bigint: true });
    if (found.isDirectory()) {
      return {
        code: "source_not_file",
        message: `${path} is a folder.`,
        hint: "Name each clip by itself in `sources`.",
      };
    }
    if (!found.isFile()) {
      return {
        code: "source_not_file",
        message: `${path} is not a regular file.`,
        hint: "Sources are files: no pipes, no devices.",
      };
    }
    if (found.size === 0n) {
      return {
        code: "source_empty",
        message: `${path} is empty.`,
        hint: "It may still be being copied; wait for the copy to end.",
      };
    }
    const identity = { inode: found.ino, sizeBytes: found.size, modifiedNs: found.mtimeNs };
    return { identity, kind: await sniffFile(path) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") {
      const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(path.replace(/^.*\/(?=[a-z]+:\/)/i, ""));
      return {
        code: "source_missing",
        message: `${path} does not exist.`,
        hint: url
          ? "Sources are files on this machine; nothing is fetched."
          : "Relative paths start at the JobSpec file's folder.",
      };
    }
    return {
      code: "source_unreadable",
      message: `${path} cannot be read: ${code || String(error)}.`,
      hint:
        code === "EACCES"
          ? "Give this user the right to read it."
          : "Check the path: its length, its links, the disk it is on.",
    };
  }
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

function problem(code: string, message: string, hint: string): Inspection {
  return { kind: "problem", problem: { code, message, hint } };
}

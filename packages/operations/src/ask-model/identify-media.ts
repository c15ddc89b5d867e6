import { ProxxError, type MediaKind } from "@proxx/contract";
import { probe, type MediaFacts, type MediaTools } from "@proxx/media";
import { readImageHeader } from "@proxx/composition";

export interface MediaIdentity {
  kind: MediaKind;
  mediaType: string;
  /** Without a dot. */
  extension: string;
}

/** What a file is by its bytes; null where it is no medium. `told` decides between two names for the same bytes. */
export async function identifyMedia(
  path: string,
  { told, tools, signal }: { told: string | null; tools: MediaTools; signal: AbortSignal },
): Promise<MediaIdentity | null> {
  const header = await readImageHeader(path);
  if (header !== null) {
    return {
      kind: "image",
      mediaType: `image/${header.type}`,
      extension: header.type === "jpeg" ? "jpg" : header.type,
    };
  }
  const facts = await probe(path, { ffprobe: tools.ffprobe, signal }).catch((error: unknown) => {
    if (error instanceof ProxxError && error.code === "probe_failed") return null;
    throw error;
  });
  if (facts === null) return null;
  const possible = candidates(facts);
  const toldType = told?.split(";")[0]?.trim().toLowerCase();
  return possible.find(({ mediaType }) => mediaType === toldType) ?? possible[0] ?? null;
}

type Names = readonly (readonly [mediaType: string, extension: string])[];

const FILMS: Readonly<Record<string, Names>> = {
  mov: [
    ["video/mp4", "mp4"],
    ["video/quicktime", "mov"],
  ],
  webm: [
    ["video/webm", "webm"],
    ["video/x-matroska", "mkv"],
  ],
  avi: [["video/x-msvideo", "avi"]],
  mpegts: [["video/mp2t", "ts"]],
  gif: [["image/gif", "gif"]],
};

const SOUNDS: Readonly<Record<string, Names>> = {
  mov: [["audio/mp4", "m4a"]],
  webm: [["audio/webm", "webm"]],
  mp3: [["audio/mpeg", "mp3"]],
  wav: [["audio/wav", "wav"]],
  flac: [["audio/flac", "flac"]],
  ogg: [["audio/ogg", "ogg"]],
  aac: [["audio/aac", "aac"]],
};

function candidates({ video, audio, formatNames }: MediaFacts): MediaIdentity[] {
  if (video === null && audio.length === 0) return [];
  const kind = video === null ? "audio" : "video";
  const names = formatNames.flatMap((format) => (kind === "video" ? FILMS : SOUNDS)[format] ?? []);
  return names.map(([mediaType, extension]) => ({ kind, mediaType, extension }));
}

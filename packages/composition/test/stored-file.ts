import type { Artifact, StoredArtifact } from "@proxx/contract";

const NOTHING_KNOWN = { width: null, height: null, aspectRatio: null, duration: null, fps: null, hasAudio: null };

/** A file as the engine hands it to an operation. */
export function storedFile(
  path: string,
  kind: Artifact["kind"],
  mediaType: Artifact["mediaType"] = "application/octet-stream",
): StoredArtifact {
  return { artifact: { ...NOTHING_KNOWN, kind, mediaType, url: "", sha256: "0".repeat(64), size: 1 }, path };
}

import { open } from "node:fs/promises";
import type { Artifact } from "@proxx/contract";
import { aspectRatioOf, describeMedia, NO_FACTS } from "./media-description.ts";
import { mediaTypeOf, subtitleType } from "./media-type.ts";
import type { ProbeFile } from "./probe-file.ts";
import type { ReadAs } from "./read-as.ts";
import { readMedia } from "./read-media.ts";

/** What a file that was named as a source is, by what it is to be read as. */
export async function describeSource(
  path: string,
  about: {
    shown: string;
    as: ReadAs;
    /** As a server says it. */
    declared?: string | null;
    probe: ProbeFile;
    signal: AbortSignal | undefined;
  },
): Promise<Omit<Artifact, "url" | "sha256" | "size">> {
  const { shown, as, declared, probe, signal } = about;
  if (as === "text") {
    return { kind: "subtitles", mediaType: subtitleType(path, await readStart(path)), ...NO_FACTS, aspectRatio: null };
  }
  // What it is, is seen when it is read.
  if (as === "page") return { kind: "document", mediaType: declared ?? "text/plain", ...NO_FACTS, aspectRatio: null };
  const { facts, kind } = await readMedia(path, { shown, probe, signal });
  const description = describeMedia(facts);
  return { kind, mediaType: mediaTypeOf(path, facts), ...description, aspectRatio: aspectRatioOf(description) };
}

async function readStart(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(16), position: 0 });
    return buffer
      .subarray(0, bytesRead)
      .toString("utf8")
      .replace(/^\uFEFF/, "");
  } finally {
    await handle.close();
  }
}

import { ProxxError, type Artifact } from "@proxx/contract";
import {
  describeEncryption,
  findEncryption,
  findScrambling,
  readMovieIndex,
  type Encryption,
  type MediaFacts,
} from "@proxx/media";
import { kindOfMedia } from "./media-description.ts";
import type { ProbeFile } from "./probe-file.ts";

interface ReadMediaOptions {
  /** What the file is called to whoever named it. */
  shown: string;
  probe: ProbeFile;
  signal: AbortSignal | undefined;
}

/** What a file says of itself; an error where no picture and no sound can be had of it. */
export async function readMedia(
  path: string,
  { shown, probe, signal }: ReadMediaOptions,
): Promise<{ facts: MediaFacts; kind: Artifact["kind"] }> {
  let facts: MediaFacts;
  try {
    facts = await probe(path, signal);
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "probe_failed") throw error;
    const scrambling = await findScrambling(path);
    throw scrambling === null ? notMedia(shown, error.message, error) : encrypted(shown, scrambling);
  }
  const index = facts.formatNames.includes("mov") ? await readMovieIndex(path) : null;
  const encryption = await findEncryption(facts, index);
  if (encryption !== null) throw encrypted(shown, encryption);
  const kind = kindOfMedia(facts);
  if (kind === null) throw notMedia(shown, facts.unknownVideo ?? "it has neither picture nor sound", null);
  return { facts, kind };
}

function encrypted(shown: string, encryption: Encryption): ProxxError {
  const { message, hint } = describeEncryption(shown, encryption);
  return new ProxxError("input_unusable", message, { hint });
}

function notMedia(shown: string, reason: string, cause: unknown): ProxxError {
  return new ProxxError("input_unusable", `${shown} is not media that can be read: ${reason}`, {
    hint: "Check that it is the right file, and that it plays elsewhere.",
    cause,
  });
}

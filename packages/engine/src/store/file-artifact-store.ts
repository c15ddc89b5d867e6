import { createHash } from "node:crypto";
import { access, chmod, mkdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  artifactSchema,
  MEDIA_KINDS,
  ProxxError,
  type Artifact,
  type ArtifactFacts,
  type StoredArtifact,
} from "@proxx/contract";
import { hashFile, publishFile } from "@proxx/media";
import { z } from "zod";
import type { ArtifactStore, FoundArtifact, IncomingFile } from "./artifact-store.ts";
import { openFile } from "./open-file.ts";
import { fileStampSchema, readStamp, sameStamp, type FileStamp } from "./file-stamp.ts";
import { readJsonFile, writeJsonFile } from "./json-file.ts";
import { aspectRatioOf, describeMedia, NO_FACTS } from "../sources/media-description.ts";
import type { ProbeFile } from "../sources/probe-file.ts";

export interface FileArtifactStoreOptions {
  /** Absolute. Made when it is missing; on the file system of what is put in. */
  folder: string;
  probe: ProbeFile;
}

/** What stands beside a file: what it is, and the stamp it had when its bytes were last known to be right. */
export const noteSchema = z.object({
  fileName: z.string().regex(/^[0-9a-f]{62}(?:\.[a-z0-9]{1,8})?$/),
  artifact: artifactSchema.omit({ url: true }),
  stamp: fileStampSchema,
});
type Note = z.output<typeof noteSchema>;

/**
 * Artifacts as files, `ab/cdef….mp4` by their SHA-256, which nobody may write to. That a file is still what its name says
 * is seen by its stamp, and where that has changed (a copy of the store, a hard link, a hand) by reading every byte. The time of a
 * note is when its file was used last; see `sweepFiles`, which takes away what was not.
 */
export function createFileArtifactStore({ folder, probe }: FileArtifactStoreOptions): ArtifactStore {
  const placeOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));
  const noteOf = (sha256: string) => `${placeOf(sha256)}.note`;

  async function find(
    sha256: string,
    { verify = false }: { verify?: boolean | undefined } = {},
  ): Promise<FoundArtifact> {
    const note = await readJsonFile(noteOf(sha256), noteSchema);
    // Before anything else is looked at: what is found is not taken away from here on.
    if (note === null || !(await touch(noteOf(sha256)))) return { state: "gone" };
    const path = join(dirname(placeOf(sha256)), note.fileName);
    const stamp = await readStamp(path);
    if (stamp === null) return { state: "gone" };
    if (verify || !sameStamp(stamp, note.stamp)) {
      if (stamp.size !== String(note.artifact.size) || (await hashFile(path)) !== sha256) return { state: "altered" };
      if (!sameStamp(stamp, note.stamp)) await writeJsonFile(noteOf(sha256), { ...note, stamp });
    }
    return { state: "intact", stored: asStored(note, path) };
  }

  async function put(
    file: IncomingFile,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<StoredArtifact> {
    const sha256 = file.sha256 ?? (await hashWhole(file.path, signal));
    // What is in the hand is not given up for what only seems to be the same.
    const found = await find(sha256, { verify: true });
    if (found.state === "intact") {
      const known = await describe(file, found.stored.artifact, signal);
      await rm(file.path, { force: true });
      return { ...found.stored, artifact: known };
    }
    const { width, height, duration, fps, hasAudio } = file.facts ?? (await measure(file, signal));
    const path = `${placeOf(sha256)}${extensionOf(file.path)}`;
    await mkdir(dirname(path), { recursive: true });
    await chmod(file.path, 0o444);
    const { stamp, wasThere } = await publish(file.path, path, sha256);
    const artifact = {
      kind: file.kind,
      sha256,
      size: Number(stamp.size),
      mediaType: file.mediaType,
      width,
      height,
      aspectRatio: aspectRatioOf({ width, height }),
      duration,
      fps,
      hasAudio,
    };
    const note: Note = { fileName: path.slice(dirname(path).length + 1), artifact, stamp };
    await writeJsonFile(noteOf(sha256), note);
    if (wasThere) {
      // Bytes that are somebody else's may have been taken away before they had this note.
      while ((await readStamp(path)) === null && (await isThere(file.path))) {
        const again = await publish(file.path, path, sha256);
        await writeJsonFile(noteOf(sha256), { ...note, stamp: again.stamp });
      }
      await rm(file.path, { force: true });
    }
    return asStored(note, path);
  }

  /** What is there already, as what it came as now: a part of something that was never measured may come as a film. */
  async function describe(file: IncomingFile, known: Artifact, signal: AbortSignal | undefined): Promise<Artifact> {
    const { kind, mediaType } = file;
    if (!isMedia(kind) || isMedia(known.kind)) return { ...known, kind, mediaType };
    const facts = file.facts ?? (await measure(file, signal));
    const { width, height, duration, fps, hasAudio } = facts;
    const measured = { width, height, aspectRatio: aspectRatioOf(facts), duration, fps, hasAudio };
    return { ...known, kind, mediaType, ...measured };
  }

  async function measure({ path, kind }: IncomingFile, signal: AbortSignal | undefined): Promise<ArtifactFacts> {
    if (!isMedia(kind)) return NO_FACTS;
    return describeMedia(await probe(path, signal));
  }

  return {
    find,
    put,
    async open(sha256) {
      const found = await find(sha256);
      return found.state === "intact" ? openFile(found.stored) : null;
    },
    // They all lie on this machine, and stay.
    hold: async (files) => ({ files, release: () => {} }),
  };
}

function isMedia(kind: Artifact["kind"]): boolean {
  return kind === "media" || MEDIA_KINDS.some((media) => media === kind);
}

/** A stream takes four times as long to set up as a small file to read. */
async function hashWhole(path: string, signal: AbortSignal | undefined): Promise<string> {
  if ((await stat(path)).size > SMALL_BYTES) return hashFile(path, signal);
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

const SMALL_BYTES = 256 * 1024;

/**
 * Of several who publish the same bytes at the same time one comes first; what it has put there is looked at. Where it is that, the own
 * file stays.
 */
async function publish(
  workingPath: string,
  path: string,
  sha256: string,
): Promise<{ stamp: FileStamp; wasThere: boolean }> {
  let wasThere = false;
  try {
    await publishFile(workingPath, path, "exactly");
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "output_exists") throw error;
    // Not what its name says: somebody wrote to it, or a power cut left it. `publishFile` has synced what comes instead.
    wasThere = (await hashFile(path).catch(() => null)) === sha256;
    if (!wasThere) await rename(workingPath, path);
  }
  const stamp = await readStamp(path);
  if (stamp !== null) return { stamp, wasThere };
  if (await isThere(workingPath)) return publish(workingPath, path, sha256);
  throw lost(path);
}

/** Notes that a file is used; false where its note was taken away in this moment. A store that may only be read is not cleared. */
async function touch(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function asStored(note: Note, path: string): StoredArtifact {
  const artifact: Artifact = { ...note.artifact, url: pathToFileURL(path).href };
  return { artifact, path };
}

function extensionOf(path: string): string {
  const extension = extname(path).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) && extension !== ".note" ? extension : "";
}

function lost(path: string): ProxxError {
  return new ProxxError("artifact_lost", `The artifact ${path} is gone as soon as it was stored.`, {
    hint: "Something else deletes files in the store; keep it to Proxx alone.",
  });
}

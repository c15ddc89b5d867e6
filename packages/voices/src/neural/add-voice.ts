import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { fileExists, hashFile } from "@proxx/media";
import type { Network } from "@proxx/network";
import { ArchiveFault } from "./archive/bit-reader.ts";
import { unpackArchive } from "./archive/unpack-archive.ts";
import { folderOf, installedVoices, MANIFEST, type InstalledVoice, type NeuralVoices } from "./installed-voices.ts";
import { archiveUrl, type NeuralVoice } from "./neural-voices.ts";

export interface AddVoiceOptions extends NeuralVoices {
  network: Pick<Network, "fetchToFile">;
  /** The archive as a file that is here already, or an address where it is as well. @default upstream's address */
  from?: string | undefined;
  /** Fetch it anew where it is there; it stays until the new one is whole. @default false */
  again?: boolean | undefined;
  signal: AbortSignal;
  onProgress?: ((progress: AddProgress) => void) | undefined;
}

export interface AddProgress {
  step: "fetching" | "unpacking";
  bytes: number;
  totalBytes: number;
}

export interface AddedVoice extends InstalledVoice {
  /** False where it was there. */
  isNew: boolean;
}

/** What a voice may unpack to, as many times its archive: models are packed to a little less than they are. */
const MOST_GROWTH = 5;
const LEAST_ROOM = 16 * 1024 ** 2;
const UNPACKING = ".unpacking-";
/** Nothing is unpacked for so long. */
const LEFTOVER_MS = 3600_000;

/**
 * Fetches a voice, compares it with its hash, unpacks it, and gives it its folder at the end: what breaks before leaves no voice. A
 * fetch that breaks is gone on with by the next one.
 */
export async function addVoice(voice: NeuralVoice, options: AddVoiceOptions): Promise<AddedVoice> {
  const { folder, from, again = false, signal } = options;
  const there = findInstalled(voice, options);
  if (there !== undefined && !again) return { ...there, isNew: false };
  const partial = join(folder, `${voice.archive}.partial`);
  try {
    await mkdir(folder, { recursive: true });
    const isFile = from !== undefined && !/^https?:/i.test(from);
    const archive = isFile ? from : partial;
    if (isFile) await checkFile(voice, archive, signal);
    else await fetchArchive(voice, partial, options);
    await install(voice, archive, options);
    await rm(partial, { force: true });
  } catch (error) {
    if (signal.aborted) throw aborted(voice, error);
    // Somebody else has added it meanwhile, and taken away what this one worked with.
    const other = again ? undefined : findInstalled(voice, options);
    if (other !== undefined) return { ...other, isNew: false };
    throw inFolder(error, folder);
  }
  const added = findInstalled(voice, options);
  if (added === undefined) throw notThere(voice, folder);
  return { ...added, isNew: true };
}

function findInstalled(voice: NeuralVoice, options: NeuralVoices): InstalledVoice | undefined {
  return installedVoices({ folder: options.folder, known: [voice] })[0];
}

async function checkFile(voice: NeuralVoice, path: string, signal: AbortSignal): Promise<void> {
  if (!(await fileExists(path))) {
    throw new ProxxError("source_missing", `There is no file \`${path}\`.`, {
      hint: `Fetch ${archiveUrl(voice)} where there is a network, and bring it here.`,
    });
  }
  const { size } = await stat(path);
  const sha256 = size === voice.bytes ? await hashFile(path, signal) : null;
  if (sha256 !== voice.sha256) throw otherBytes(voice, `\`${path}\``, size, sha256);
}

async function fetchArchive(voice: NeuralVoice, partial: string, options: AddVoiceOptions): Promise<void> {
  const { network, from, signal, onProgress } = options;
  const url = from ?? archiveUrl(voice);
  // All of it may have come before: it was stopped while it was unpacked.
  if ((await fileExists(partial)) && (await stat(partial)).size >= voice.bytes) {
    if ((await hashFile(partial, signal)) === voice.sha256) return;
    await rm(partial);
  }
  try {
    const fetched = await network.fetchToFile(url, partial, {
      resume: true,
      signal,
      maxBytes: voice.bytes,
      timeoutMs: 6 * 3600_000,
      onProgress: (bytes) => onProgress?.({ step: "fetching", bytes, totalBytes: voice.bytes }),
    });
    if (fetched.status === "fetched" && fetched.sha256 === voice.sha256) return;
    const { size } = await stat(partial);
    await rm(partial);
    throw otherBytes(voice, url, size, fetched.status === "fetched" ? fetched.sha256 : null);
  } catch (error) {
    // What is longer is another file, and none to go on with.
    if (error instanceof ProxxError && error.code === "source_too_large") await rm(partial, { force: true });
    if (!(error instanceof ProxxError) || error.code !== "source_unreachable") throw error;
    throw new ProxxError(error.code, error.message, {
      cause: error,
      retryable: error.retryable,
      hint: `Add it again, and it goes on where it stopped. Without a network, bring ${voice.archive} here and name it with --from.`,
    });
  }
}

async function install(voice: NeuralVoice, archive: string, options: AddVoiceOptions): Promise<void> {
  const { folder, signal, onProgress } = options;
  const final = folderOf(folder, voice);
  await removeLeftovers(folder, `${basename(final)}${UNPACKING}`);
  const unpacking = await mkdtemp(`${final}${UNPACKING}`);
  try {
    await unpackArchive(archive, unpacking, {
      root: voice.archive.replace(/\.tar\.bz2$/, ""),
      maxBytes: voice.bytes * MOST_GROWTH + LEAST_ROOM,
      signal,
      onRead: (bytes) => onProgress?.({ step: "unpacking", bytes, totalBytes: voice.bytes }),
    });
    for (const file of neededFiles(voice)) {
      if (!(await fileExists(join(unpacking, file)))) throw new ArchiveFault(`there is no \`${file}\` in it`);
    }
    const manifest = { name: voice.name, sha256: voice.sha256, addedAtMs: Date.now() };
    await writeFile(join(unpacking, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    await rm(final, { recursive: true, force: true });
    await rename(unpacking, final);
  } catch (cause) {
    await rm(unpacking, { recursive: true, force: true });
    if (!(cause instanceof ArchiveFault)) throw cause;
    throw new ProxxError("source_damaged", `The archive of ${voice.name} cannot be unpacked: ${cause.message}.`, {
      cause,
      hint: "Nothing was installed of it.",
    });
  }
}

/** What was being unpacked when its process was killed. */
async function removeLeftovers(folder: string, prefix: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  for (const path of names.map((name) => join(folder, name))) {
    const isOld = (await stat(path)).mtimeMs < Date.now() - LEFTOVER_MS;
    if (isOld) await rm(path, { recursive: true, force: true });
  }
}

/** What its engine reads of a voice's folder. */
function neededFiles(voice: NeuralVoice): string[] {
  const own = voice.engine === "kokoro" ? ["voices.bin", ...(voice.lexicons ?? []), ...(voice.rules ?? [])] : [];
  return [voice.model, "tokens.txt", "espeak-ng-data", ...own];
}

function otherBytes(voice: NeuralVoice, shown: string, size: number, sha256: string | null): ProxxError {
  const found = sha256 === null ? `${size} bytes` : `${size} bytes of SHA-256 ${sha256}`;
  return new ProxxError(
    "source_changed",
    `${shown} is not the archive of ${voice.name}: ${found}, expected ${voice.bytes} of ${voice.sha256}.`,
    {
      hint: `Nothing was installed of it. Take ${voice.archive} from elsewhere with --from, or a Proxx that knows the new one.`,
    },
  );
}

function notThere(voice: NeuralVoice, folder: string): ProxxError {
  return new ProxxError("folder_unusable", `${voice.name} was unpacked in \`${folder}\`, and is not there.`, {
    hint: "Something else works in that folder. Add the voice again.",
  });
}

function aborted(voice: NeuralVoice, cause: unknown): ProxxError {
  return new ProxxError("aborted", `Adding ${voice.name} was stopped.`, {
    cause,
    hint: "Add it again: what has come is kept.",
  });
}

/** What the disk says. */
function inFolder(error: unknown, folder: string): unknown {
  if (error instanceof ProxxError || !(error instanceof Error && "code" in error)) return error;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    return new ProxxError("disk_full", `There is no room for the voice in \`${folder}\`.`, {
      cause: error,
      hint: "Free space on that disk, and add it again: what has come is kept.",
    });
  }
  return new ProxxError("folder_unusable", `\`${folder}\` cannot be written to: ${error.message}.`, {
    cause: error,
    hint: "Voices lie in Proxx's home: have it writable, or name another with PROXX_HOME.",
  });
}

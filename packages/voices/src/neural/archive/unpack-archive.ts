import { mkdir, open, type FileHandle } from "node:fs/promises";
import { openSync, readSync, closeSync } from "node:fs";
import { dirname, join } from "node:path";
import { ArchiveFault } from "./bit-reader.ts";
import { bunzip2 } from "./bunzip2.ts";
import { tarEntries } from "./tar-entries.ts";

export interface UnpackOptions {
  /** Below which all in the archive lies; it is left out of the names that are written. */
  root: string;
  maxBytes: number;
  signal: AbortSignal;
  /** Bytes of the archive that were read. */
  onRead?: (bytes: number) => void;
}

const MOST_ENTRIES = 10_000;

/**
 * Unpacks a `.tar.bz2` into an empty folder. Nothing is written outside of it: names with `..`, from `/` on, or of another root, links
 * and names that come twice end it. Throws an `ArchiveFault` for what is wrong with the archive.
 */
export async function unpackArchive(path: string, folder: string, options: UnpackOptions): Promise<void> {
  const { root, maxBytes, signal, onRead } = options;
  const archive = openSync(path, "r");
  let read = 0;
  let left = maxBytes;
  let entries = 0;
  let file: FileHandle | null = null;
  const readArchive = (buffer: Uint8Array) => {
    const bytes = readSync(archive, buffer);
    read += bytes;
    return bytes;
  };
  try {
    for (const event of tarEntries(bunzip2(readArchive))) {
      signal.throwIfAborted();
      if (event.type === "bytes") {
        left -= event.bytes.length;
        if (left < 0) throw new ArchiveFault(`it unpacks to more than ${maxBytes} bytes`);
        await file?.writeFile(event.bytes);
        onRead?.(read);
        continue;
      }
      await file?.close();
      file = null;
      entries += 1;
      if (entries > MOST_ENTRIES) throw new ArchiveFault(`it holds more than ${MOST_ENTRIES} files`);
      const name = nameBelow(root, event.path);
      if (event.type === "folder") await makeNew(event.path, () => mkdir(join(folder, name), { recursive: true }));
      else file = await makeNew(event.path, () => openNew(join(folder, name)));
    }
  } finally {
    await file?.close();
    closeSync(archive);
  }
}

function nameBelow(root: string, path: string): string {
  const parts = path
    .replace(/^(?:\.\/)+/, "")
    .split("/")
    .filter((part) => part !== "");
  const isOdd = parts.some((part) => part === "." || part === ".." || /[\\:\p{Cc}]/u.test(part));
  if (path.startsWith("/") || isOdd || parts[0] !== root) {
    throw new ArchiveFault(`\`${path}\` in it does not lie below \`${root}/\``);
  }
  return parts.slice(1).join("/");
}

async function openNew(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return await open(path, "wx");
}

async function makeNew<T>(shown: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "EEXIST" || error.code === "ENOTDIR")))
      throw error;
    throw new ArchiveFault(`\`${shown}\` in it is there twice`);
  }
}

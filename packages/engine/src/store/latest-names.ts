import { randomUUID } from "node:crypto";
import { open, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** About a thousand names; of more, the newer half is kept. */
const LARGEST = 64 * 1024;

/**
 * The latest files that were written into a folder, which may hold a million: their names, a line each, in a file beside them. It
 * helps whoever explains, and no more than that: a line that is lost, as one is that comes while the file is made shorter, is no harm.
 */
export function createLatestNames(folder: string) {
  const path = join(folder, "latest");

  async function shorten(): Promise<void> {
    const kept = `${path}.${randomUUID()}`;
    await writeFile(kept, `${(await readEnd(path, LARGEST / 2)).join("\n")}\n`);
    await rename(kept, path);
  }

  return {
    async add(name: string): Promise<void> {
      const file = await open(path, "a");
      let size = 0;
      try {
        await file.write(`${name}\n`);
        size = (await file.stat()).size;
      } finally {
        await file.close();
      }
      if (size > LARGEST) await shorten();
    },
    /** The newest first. */
    async read(most: number): Promise<string[]> {
      const names = await readEnd(path, LARGEST).catch(async (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        return namesWithoutList(folder);
      });
      return [...new Set(names.toReversed())].slice(0, most);
    },
  };
}

/** The whole lines among the last so many bytes. */
async function readEnd(path: string, most: number): Promise<string[]> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - most);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    return (start === 0 ? lines : lines.slice(1)).filter((line) => line !== "");
  } finally {
    await file.close();
  }
}

/** Of a folder that was written before there was such a list. */
async function namesWithoutList(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
}

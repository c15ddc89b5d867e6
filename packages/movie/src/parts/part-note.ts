import { createHash } from "node:crypto";
import { readFile, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "@proxx/contract";
import { hashFile } from "@proxx/media";
import { z } from "zod";
import { writeWhole } from "./unfinished.ts";

const noteSchema = z.object({
  ingredients: z.unknown(),
  fileName: z.string().regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.[a-z0-9]{1,8}$/),
  size: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  facts: z.unknown(),
});

/** What stands beside the file of a part: what it was made of, and which bytes are the right ones. */
export type PartNote = z.output<typeof noteSchema>;

/** Null where there is none, or one that a reader can make nothing of. */
export async function readNote(path: string): Promise<PartNote | null> {
  const written = await readIfThere(path);
  if (written === null) return null;
  try {
    const { note, check } = sealedSchema.parse(JSON.parse(written));
    return check === checkOf(note) ? note : null;
  } catch {
    return null;
  }
}

/** The check notices a note that was changed: what its file is judged by has to be right itself. */
const sealedSchema = z.object({ note: noteSchema, check: z.string() });

/** Says by a note's time that its part was wanted now. A note that is gone meanwhile says nothing. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

export async function writeNote(path: string, note: PartNote): Promise<void> {
  await writeWhole(path, JSON.stringify({ note, check: checkOf(note) }));
}

/** Whether the file is there, with exactly the bytes that were made. */
export async function isWhole(folder: string, { fileName, size, sha256 }: PartNote): Promise<boolean> {
  const path = join(folder, fileName);
  const found = await stat(path).catch(() => null);
  return found !== null && found.isFile() && found.size === size && (await hashFile(path)) === sha256;
}

/** Null also where a folder stands in the file's place. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function checkOf(note: PartNote): string {
  return createHash("sha256").update(canonicalJson(note)).digest("hex");
}

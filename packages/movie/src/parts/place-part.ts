import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hashFile, syncFile, syncFolder } from "@proxx/media";
import type { Part } from "./parts.ts";

/**
 * Puts a part under the name that people know it by. What is there already and the same is left alone; anything else there
 * is replaced, whole at once. A copy: who writes to that file does not write to the part.
 */
export async function placePart({ path, sha256 }: Pick<Part<unknown>, "path" | "sha256">, to: string): Promise<void> {
  if (await isSame(to, path, sha256)) return;
  await mkdir(dirname(to), { recursive: true });
  const working = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString("hex")}`);
  try {
    await copyFile(path, working, constants.COPYFILE_FICLONE);
    await syncFile(working);
    await rename(working, to);
    await syncFolder(dirname(to));
  } finally {
    await rm(working, { force: true });
  }
}

async function isSame(to: string, path: string, sha256: string): Promise<boolean> {
  const [there, part] = await Promise.all([stat(to).catch(() => null), stat(path)]);
  return there !== null && there.isFile() && there.size === part.size && (await hashFile(to)) === sha256;
}

import { constants } from "node:fs";
import { copyFile, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Part } from "@proxx/contract";
import { hashFile } from "@proxx/media";
import { placeWhole, removeLeft } from "./unfinished.ts";

/**
 * Puts a part under the name that people know it by. What is there already and the same is left alone; anything else there
 * is replaced, whole at once. A copy: who writes to that file does not write to the part.
 */
export async function placePart({ path, sha256 }: Pick<Part<unknown>, "path" | "sha256">, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await removeLeft(dirname(to));
  if (await isSame(to, path, sha256)) return;
  await placeWhole(to, (working) => copyFile(path, working, constants.COPYFILE_FICLONE));
}

async function isSame(to: string, path: string, sha256: string): Promise<boolean> {
  const [there, part] = await Promise.all([stat(to).catch(() => null), stat(path)]);
  return there !== null && there.isFile() && there.size === part.size && (await hashFile(to)) === sha256;
}

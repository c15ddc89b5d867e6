import { constants } from "node:fs";
import { link, open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ProxxError } from "@proxx/contract";

/**
 * Gives a finished file its final name: fsync the file, `link` it to the name (which fails where the name is taken, and
 * never replaces), unlink the working name, fsync the folder. Both names must be in one folder.
 *
 * Where the file system has no hard links (exFAT, some SMB shares) the name is first reserved with an exclusive create
 * and then renamed over: as safe between runs of Proxx, but a reader can see the reserved name empty for a moment.
 */
export async function publishFile(workingPath: string, finalPath: string): Promise<void> {
  await syncFile(workingPath);
  // A file system that keeps case apart would let `A.mov` stand beside `a.mov`; the next machine's would not.
  const taken = await nameTakenBy(finalPath);
  if (taken !== null) throw outputExists(finalPath, taken);
  try {
    await link(workingPath, finalPath);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") throw outputExists(finalPath, basename(finalPath));
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS" && code !== "EMLINK") {
      throw publishFailed(finalPath, error);
    }
    await reserveAndRename(workingPath, finalPath);
    await syncFolder(dirname(finalPath));
    return;
  }
  await unlink(workingPath);
  await syncFolder(dirname(finalPath));
}

/** The name in the folder that is the same as this one on a file system that folds case and Unicode forms, or null. */
export async function nameTakenBy(path: string): Promise<string | null> {
  return (await foldedNames(dirname(path))).get(foldName(basename(path))) ?? null;
}

/** The names in a folder by their fold. */
export async function foldedNames(folder: string): Promise<Map<string, string>> {
  return new Map((await readdir(folder)).map((name) => [foldName(name), name]));
}

/** Two names with the same fold cannot stand side by side on every file system. */
export function foldName(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and needs no fsync of it.
  if (process.platform === "win32") return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function reserveAndRename(workingPath: string, finalPath: string): Promise<void> {
  try {
    await (await open(finalPath, "wx")).close();
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw outputExists(finalPath, basename(finalPath));
    throw publishFailed(finalPath, error);
  }
  await rename(workingPath, finalPath);
}

function outputExists(finalPath: string, takenBy: string): ProxxError {
  const otherwise = takenBy === basename(finalPath) ? "" : ` (as \`${takenBy}\`, which only case or Unicode form tells apart)`;
  return new ProxxError("output_exists", `The output already exists: ${finalPath}${otherwise}`, {
    hint: "Nothing is overwritten. Move the existing file away, or change `output_dir` or `output_name_template`.",
  });
}

function publishFailed(finalPath: string, cause: unknown): ProxxError {
  const code = codeOf(cause);
  return new ProxxError(
    code === "ENOSPC" || code === "EDQUOT" ? "disk_full" : "publish_failed",
    `Cannot give the output its name ${finalPath}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { hint: "Check the output folder's permissions and free space.", cause },
  );
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

import { constants } from "node:fs";
import { link, open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ProxxError, type ProxxErrorCode } from "@proxx/contract";

/**
 * Gives a finished file its final name: fsync the file, `link` it to the name (which fails where the name is taken, and
 * never replaces), unlink the working name, fsync the folder. Both names must be on one file system.
 *
 * Where the file system has no hard links (exFAT, some SMB shares) the name is first reserved with an exclusive create
 * and then renamed over: as safe between runs of Proxx, but a reader can see the reserved name empty for a moment.
 */
export async function publishFile(
  workingPath: string,
  finalPath: string,
  /** `exactly`: do not look for names that differ in case alone, which reads the whole folder. @default "folded" */
  compareNames: "folded" | "exactly" = "folded",
): Promise<void> {
  try {
    await syncFile(workingPath);
    // A file system that keeps case apart would let `A.mov` stand beside `a.mov`; the next machine's would not.
    const taken = compareNames === "folded" ? await nameTakenBy(finalPath) : null;
    if (taken !== null) throw outputExists(finalPath, taken);
    if (await linkIfPossible(workingPath, finalPath)) await unlink(workingPath);
    else await reserveAndRename(workingPath, finalPath);
    await syncFolder(dirname(finalPath));
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw outputExists(finalPath, basename(finalPath));
    throw error instanceof ProxxError ? error : publishFailed(finalPath, error);
  }
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
  // Through upper case: `ς` and `σ`, `ß` and `ss` are the same to the file systems that fold, and not to `toLowerCase`.
  return name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and needs no fsync of it.
  if (process.platform === "win32") return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    // Network shares that cannot sync a folder say so in these ways; their server decides when it is safe.
    if (!["EINVAL", "ENOTSUP", "EOPNOTSUPP", "EBADF"].includes(codeOf(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}

export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** False where there are no hard links, or none to this file. */
async function linkIfPossible(workingPath: string, finalPath: string): Promise<boolean> {
  try {
    await link(workingPath, finalPath);
    return true;
  } catch (error) {
    if (["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
}

async function reserveAndRename(workingPath: string, finalPath: string): Promise<void> {
  await (await open(finalPath, "wx")).close();
  try {
    await rename(workingPath, finalPath);
  } catch (error) {
    // The name is ours and empty: nobody is to take it for an output.
    await unlink(finalPath);
    throw error;
  }
}

function outputExists(finalPath: string, takenBy: string): ProxxError {
  const otherwise =
    takenBy === basename(finalPath) ? "" : ` (as \`${takenBy}\`, which only case or Unicode form tells apart)`;
  return new ProxxError("output_exists", `The output already exists: ${finalPath}${otherwise}`, {
    hint: "Nothing is overwritten. Move the existing file away, or change `output_dir` or `output_name_template`.",
  });
}

function publishFailed(finalPath: string, cause: unknown): ProxxError {
  return new ProxxError(
    FAILURES[codeOf(cause) ?? ""] ?? "publish_failed",
    `Cannot give the output its name ${finalPath}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { hint: "Check the output folder's permissions and free space.", cause },
  );
}

const FAILURES: Readonly<Record<string, ProxxErrorCode>> = {
  ENOSPC: "disk_full",
  EDQUOT: "disk_full",
  ENOENT: "output_folder_lost",
  EACCES: "output_folder_lost",
  EPERM: "output_folder_lost",
  EROFS: "output_folder_lost",
  EIO: "output_folder_lost",
};

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

import { constants } from "node:fs";
import { link, lstat, open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { errorMessage, ProxxError, type ProxxErrorCode } from "@proxx/contract";

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
    const linked = await linkIfPossible(workingPath, finalPath);
    if (!linked) await (await open(finalPath, "wx")).close();
    try {
      if (linked) await unlink(workingPath);
      else await rename(workingPath, finalPath);
      await syncFolder(dirname(finalPath));
    } catch (error) {
      // The first failure is the one to tell of, whether or not a second follows.
      await takeBack(workingPath, finalPath).catch(() => {});
      throw error;
    }
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
  // Windows syncs only what may be written to; elsewhere a file of somebody else's, which may not, is to be had as well.
  const handle = await open(path, process.platform === "win32" ? "r+" : "r").catch((error: unknown) => {
    // Not even to be read: whoever wrote it had to sync it, and it can be given a name all the same.
    if (codeOf(error) === "EACCES") return null;
    throw error;
  });
  if (handle === null) return;
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
    // A network share that lost its answer says that the name is taken, or nothing, although the link is made.
    if (await isSameFile(workingPath, finalPath)) return true;
    if (["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
}

/** What fails after the name is given, or reserved, must not keep it: a failure is told of, and nothing is to be there. */
async function takeBack(workingPath: string, finalPath: string): Promise<void> {
  if (await isThere(workingPath)) await unlink(finalPath);
  else await rename(finalPath, workingPath);
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([lstat(one, { bigint: true }), lstat(other, { bigint: true })]);
    return a.ino === b.ino && a.dev === b.dev;
  } catch {
    return false;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
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
    `Cannot give the output its name ${finalPath}: ${errorMessage(cause)}`,
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

import { constants } from "node:fs";
import { access, chmod, copyFile, lstat, open, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorMessage, ProxxError, type Issue, type Video } from "@proxx/contract";
import { hashFile, nameTakenBy, publishFile } from "@proxx/media";

/** What speaks against writing to a path, asked before anything runs: a film that took an hour has to have somewhere to go. */
export async function findOutputIssues(path: string, option = "--output"): Promise<Issue[]> {
  const issue = (code: string, message: string, hint: string): Issue => ({ path: option, code, message, hint });
  const folder = dirname(path);
  let taken: string | null;
  try {
    taken = await nameTakenBy(path);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = REASONS[codeOf(error)] ?? codeOf(error);
    const message = `Nothing can be written into ${JSON.stringify(folder)}: ${reason}.`;
    return [issue("folder_unusable", message, "Make the folder, or name another.")];
  }
  if (taken !== null) {
    const message = `${JSON.stringify(join(folder, taken))} exists already.`;
    return [issue("output_exists", message, "Nothing is overwritten: take another name, or move this file away.")];
  }
  return (await isTooLong(path))
    ? [issue("invalid_name", `The name ${JSON.stringify(basename(path))} is too long.`, "Take a shorter one.")]
    : [];
}

/** Writes the result to a new file: a copy that is read again and compared before it gets its name. */
export async function writeOutput(
  { result, id }: { result: Video; id: string },
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const artifact = fileURLToPath(result.url);
  const working = join(dirname(path), `.${id}.partial`);
  try {
    const mode = await createFile(working);
    await copyFile(artifact, working, constants.COPYFILE_FICLONE);
    // An artifact is write-protected, and so would its copy be.
    await chmod(working, mode);
    if ((await hashFile(working, signal)) !== result.sha256) throw new Error("the copy is not what was made");
    await publishFile(working, path);
  } catch (cause) {
    throw notWritten(path, artifact, cause);
  } finally {
    await rm(working, { force: true });
  }
}

/** Makes an empty file with the permissions that the user's files have. */
async function createFile(path: string): Promise<number> {
  const handle = await open(path, "wx");
  try {
    return (await handle.stat()).mode;
  } finally {
    await handle.close();
  }
}

function notWritten(path: string, artifact: string, cause: unknown): ProxxError {
  const isFull = ["ENOSPC", "EDQUOT"].includes(codeOf(cause));
  const code = cause instanceof ProxxError ? cause.code : isFull ? "disk_full" : "publish_failed";
  // Without the paths, which Node puts behind what went wrong.
  const reason = errorMessage(cause).replace(/, \w+ '.*$/s, "");
  return new ProxxError(code, `The result is made, and cannot be written to ${JSON.stringify(path)}: ${reason}`, {
    hint: `It is kept as ${artifact}. Run the plan again with another \`-o\`; nothing has to be made anew.`,
    cause,
  });
}

async function isTooLong(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (error) {
    return codeOf(error) === "ENAMETOOLONG";
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "it is no folder",
  EACCES: "this user may not",
  EROFS: "it can only be read",
};

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? String(error);
}

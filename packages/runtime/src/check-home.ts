import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { errorMessage, ProxxError } from "@proxx/contract";

/**
 * Rejects where nothing can be kept in a folder, or could be once it is made, which otherwise shows job by job. It is not made
 * here: what is refused leaves nothing.
 */
export async function checkHome(home: string): Promise<void> {
  try {
    await checkNearest(home);
  } catch (cause) {
    throw new ProxxError("folder_unusable", `Nothing can be kept in ${home}: ${errorMessage(cause)}.`, {
      hint: "Let this user write there, or name another folder with `--data` (of `run-plan` and `plan` it is `--home`) or PROXX_HOME.",
      cause,
    });
  }
}

/** The folder itself, or the one above it in which it can be made. */
async function checkNearest(folder: string): Promise<void> {
  try {
    // With the dot it has to be a folder.
    await access(`${folder}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT" && dirname(folder) !== folder;
    if (!isMissing) throw error;
    await checkNearest(dirname(folder));
  }
}

import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { errorMessage, ProxxError } from "@proxx/contract";

/** Makes the folder of all that is kept, where it is missing; rejects where nothing can be kept in it, which otherwise shows job by job. */
export async function checkHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new ProxxError("folder_unusable", `Nothing can be kept in ${home}: ${errorMessage(cause)}.`, {
      hint: "Let this user write there, or name another folder with `--data` (of `run-plan` and `plan` it is `--home`) or PROXX_HOME.",
      cause,
    });
  }
}

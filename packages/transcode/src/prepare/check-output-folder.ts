import { access, constants, stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import type { Issue } from "@proxx/contract";

/** Whether the output folder is there and can be written to. */
export async function checkOutputFolder(path: string): Promise<Issue[]> {
  const issue = (code: string, message: string, hint: string) => [{ path: "$.output_dir", code, message, hint }];
  if (!isAbsolute(path)) {
    return issue(
      "output_dir_not_absolute",
      `${path} is not an absolute path.`,
      `For example ${JSON.stringify(resolve(path))}.`,
    );
  }
  try {
    if (!(await stat(path)).isDirectory())
      return issue("output_dir_not_folder", `${path} is not a folder.`, "Name an existing folder.");
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") {
      return issue(
        "output_dir_missing",
        `${path} does not exist.`,
        "Create it first; Proxx makes no folders, so that a wrong path is noticed.",
      );
    }
    return issue(
      "output_dir_not_writable",
      `${path} cannot be written to (${code ?? String(error)}).`,
      "Give this user the right to write there.",
    );
  }
  return [];
}

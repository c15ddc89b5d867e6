import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ProxxError } from "@proxx/contract";

export const STATE_FOLDERS = ["pending", "running", "completed", "failed"] as const;
export type StateFolder = (typeof STATE_FOLDERS)[number];

/** The paths of one watch folder. A spec is named by its path below its state folder, with `/` between folders. */
export interface WatchFolder {
  root: string;
  path(state: StateFolder, spec: string): string;
  journal(spec: string): string;
}

/** Makes what is missing of a watch folder's four folders, and refuses a root on which a move would not be one. */
export async function openWatchFolder(path: string): Promise<WatchFolder> {
  const root = await checkRoot(path);
  const devices = new Set<number>();
  for (const state of STATE_FOLDERS) {
    const folder = join(root, state);
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      devices.add((await stat(folder)).dev);
    } catch (cause) {
      throw unusable(
        `${folder} cannot be used: ${reason(cause)}.`,
        "Give this user the right to read and write there.",
        cause,
      );
    }
  }
  if (devices.size > 1) {
    throw unusable(
      `The folders of ${root} lie on different file systems.`,
      "A spec moves between them by rename, which works within one file system only: no mounts, no links to other disks.",
    );
  }
  return {
    root,
    path: (state, spec) => join(root, state, spec),
    journal: (spec) => join(root, "running", `${spec}.journal`),
  };
}

/** Makes the folder of a spec that lies in a sub-folder. */
export async function makeParent(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
}

/** The absolute path of a root that is there and a folder. */
export async function checkRoot(path: string): Promise<string> {
  const root = resolve(path);
  try {
    if (!(await stat(root)).isDirectory()) throw unusable(`${root} is not a folder.`, "Name the folder to watch.");
  } catch (cause) {
    if (cause instanceof ProxxError) throw cause;
    throw unusable(
      `${root} cannot be watched: ${reason(cause)}.`,
      `Make the folder first: \`proxx watch ${path} --init\` does.`,
      cause,
    );
  }
  return root;
}

/** Refuses a folder that has none of the four: whoever asks about it has most likely mistyped its name. */
export async function checkWatchFolder(path: string): Promise<string> {
  const root = await checkRoot(path);
  for (const state of STATE_FOLDERS) {
    if (
      await stat(join(root, state)).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
      return root;
  }
  throw unusable(
    `${root} is no watch folder: it has no pending/, running/, completed/ or failed/.`,
    `\`proxx watch ${path} --init\` makes it one.`,
  );
}

function unusable(message: string, hint: string, cause?: unknown): ProxxError {
  return new ProxxError("folder_unusable", message, { hint, cause });
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "it does not exist";
  if (code === "EACCES" || code === "EPERM") return "this user may not write to it";
  if (code === "EROFS") return "its file system is read-only";
  return code === "EEXIST" || code === "ENOTDIR" ? "something that is not a folder is in its place" : message;
}

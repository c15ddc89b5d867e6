import { constants } from "node:fs";
import { chmod, copyFile } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";

/** A file of this machine in place of one that is fetched: its bytes, in a file of their own. */
export async function copySource(from: string, to: string): Promise<void> {
  // Where the file system can, it takes no time and no room.
  await copyFile(from, to, constants.COPYFILE_FICLONE).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new ProxxError("source_missing", "The file is not here any more.", {
      hint: "Send it again. Machines that share no folder have uploads in common where they have a bucket: `--store`.",
      cause,
    });
  });
  await chmod(to, 0o600);
}

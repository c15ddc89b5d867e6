import { constants } from "node:fs";
import { chmod, copyFile, stat } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import { hashFile } from "@proxx/media";

/** A file of this machine in place of one that is fetched: its bytes, in a file of their own. */
export async function copySource(
  from: string,
  to: string,
  { signal, maxBytes = Infinity }: { signal?: AbortSignal | undefined; maxBytes?: number },
) {
  const { size } = await stat(from).catch((cause: unknown) => {
    throw new ProxxError("source_missing", "The file is not here any more.", { hint: "Send it again.", cause });
  });
  if (size > maxBytes) {
    throw new ProxxError("source_too_large", `The file is larger than ${maxBytes} bytes.`, {
      hint: "Choose a smaller one.",
    });
  }
  // Where the file system can, it takes no time and no room.
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o600);
  const sha256 = await hashFile(to, signal);
  return { status: "fetched", sha256, mediaType: null, etag: null, lastModified: null } as const;
}

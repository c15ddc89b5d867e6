import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { sniffFile, type FileKind } from "./file-kind.ts";
import type { SourceIdentity, SourceProblem } from "./inspected-source.ts";

/** Whether a source is a file that can be read, and which kind of file it is by its first bytes. */
export async function reachSource(
  sourcePath: string,
): Promise<{ identity: SourceIdentity; kind: FileKind } | SourceProblem> {
  try {
    const found = await stat(sourcePath, { bigint: true });
    if (found.isDirectory()) {
      return {
        code: "source_not_file",
        message: `${sourcePath} is a folder.`,
        hint: "Name each clip by itself in `sources`.",
      };
    }
    if (!found.isFile()) {
      return {
        code: "source_not_file",
        message: `${sourcePath} is not a regular file.`,
        hint: "Sources are files: no pipes, no devices.",
      };
    }
    if (found.size === 0n) {
      return {
        code: "source_empty",
        message: `${sourcePath} is empty.`,
        hint: "It may still be being copied; wait for the copy to end.",
      };
    }
    return { identity: identityFrom(found), kind: await sniffFile(sourcePath) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") {
      const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(sourcePath.replace(/^.*\/(?=[a-z]+:\/)/i, ""));
      return {
        code: "source_missing",
        message: `${sourcePath} does not exist.`,
        hint: url
          ? "Sources are files on this machine; nothing is fetched."
          : "Relative paths start at the JobSpec file's folder.",
      };
    }
    return {
      code: "source_unreadable",
      message: `${sourcePath} cannot be read: ${code || String(error)}.`,
      hint:
        code === "EACCES"
          ? "Give this user the right to read it."
          : "Check the path: its length, its links, the disk it is on.",
    };
  }
}

/** What tells whether a file is still what it was. */
export async function readSourceIdentity(sourcePath: string): Promise<SourceIdentity> {
  return identityFrom(await stat(sourcePath, { bigint: true }));
}

function identityFrom({ ino, size, mtimeNs }: BigIntStats): SourceIdentity {
  return { inode: ino, sizeBytes: size, modifiedNs: mtimeNs };
}

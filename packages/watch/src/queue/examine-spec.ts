import type { BigIntStats } from "node:fs";
import { lstat, readFile, stat } from "node:fs/promises";
import { documentTooLargeIssue, MAX_DOCUMENT_BYTES, parseJsonDocument, type Issue } from "@proxx/contract";
import { sourcePathsOf } from "@proxx/transcode";
import type { WatchFolder } from "../folder/watch-folder.ts";
import { codeOf, isMissing } from "./file-error.ts";
import type { createStabilityWatch } from "./stability.ts";

/** A spec that is complete, with all its sources: ready to be taken. */
export interface ReadySpec {
  spec: string;
  content: Buffer;
  /** Why it was not read: the spec fails with this, whatever it says. */
  unread: Issue | null;
  /** Of the file that was read, to see before it is moved that it is still the same. */
  signs: string;
}

export interface ExamineOptions {
  folder: WatchFolder;
  stability: ReturnType<typeof createStabilityWatch>;
  /** Specs that must not be taken now, with the reason. */
  blocked: (spec: string) => string | null;
}

type Examined = ReadySpec | { waiting: string } | { ignored: string } | null;

/** `<name>.result.json` and the hidden working names must fit into the 255 bytes that file systems allow. */
const MAX_NAME_BYTES = 220;
/** Looks at one entry of `pending/`, its spec and the sources of that. Null when it is not there any more. */
export async function examineSpec(spec: string, { folder, stability, blocked }: ExamineOptions): Promise<Examined> {
  const path = folder.path("pending", spec);
  if (Buffer.byteLength(spec.slice(spec.lastIndexOf("/") + 1)) > MAX_NAME_BYTES) {
    return { ignored: `its name is longer than ${MAX_NAME_BYTES} bytes` };
  }
  try {
    const file = await lstat(path, { bigint: true });
    if (!file.isFile())
      return { ignored: file.isDirectory() ? "it is a folder" : "it is a link or a device, not a file" };
    const why = blocked(spec);
    if (why !== null) return { waiting: why };
    const { content, unread } = await read(path, Number(file.size));
    const stable = stability.isStable(path, file);
    // The sources of a spec that is young are looked at too, so that both settle at the same time.
    const growing = await growingSource(content, folder.root, stability);
    if (!stable) return { waiting: "it is still being written" };
    return growing === null
      ? { spec, content, unread, signs: describeSigns(file) }
      : { waiting: `its source ${growing} is still being written` };
  } catch (error) {
    // A name that is no UTF-8 is read with a replacement character for what it has, and found under that by nobody.
    if (isMissing(error)) return spec.includes("\uFFFD") ? { ignored: "its name is not valid UTF-8" } : null;
    return { waiting: `it cannot be read (${codeOf(error)})` };
  }
}

async function read(path: string, size: number): Promise<{ content: Buffer; unread: Issue | null }> {
  const nothing = Buffer.alloc(0);
  if (size > MAX_DOCUMENT_BYTES) return { content: nothing, unread: documentTooLargeIssue(size) };
  try {
    return { content: await readFile(path), unread: null };
  } catch (error) {
    if (codeOf(error) !== "EACCES" && codeOf(error) !== "EPERM") throw error;
    return { content: nothing, unread: UNREADABLE };
  }
}

const UNREADABLE: Issue = {
  path: "$",
  code: "document_unreadable",
  message: "The JobSpec cannot be read: the user who runs the watch folder may not read the file.",
  hint: "Give that user the right to read it, and drop it again.",
};

/** The first source that is there and changing. One that is missing is no reason to wait: the spec is wrong. */
async function growingSource(
  content: Buffer,
  root: string,
  stability: ExamineOptions["stability"],
): Promise<string | null> {
  const parsed = parseJsonDocument(content);
  let growing: string | null = null;
  for (const sourcePath of parsed.ok ? sourcePathsOf(parsed.value, root) : []) {
    // Every source is looked at, so that all of them settle at the same time.
    const file = await stat(sourcePath, { bigint: true }).catch(() => null);
    if (file?.isFile() && !stability.isStable(sourcePath, file)) growing ??= sourcePath;
  }
  return growing;
}

/** What tells one state of a spec's file from another. */
export async function signsOf(path: string): Promise<string> {
  return describeSigns(await lstat(path, { bigint: true }));
}

function describeSigns({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

import type { BigIntStats } from "node:fs";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { documentTooLargeIssue, MAX_DOCUMENT_BYTES, parseJsonDocument, type Issue } from "@proxx/contract";
import type { createStabilityWatch } from "./stability.ts";
import type { WatchFolder } from "../folder/watch-folder.ts";

/** A spec that is complete, with all its sources: ready to be taken. */
export interface ReadySpec {
  spec: string;
  content: Buffer;
  /** Why it was not read: the spec fails with this, whatever it says. */
  unread: Issue | null;
  /** Of the file that was read, to see before it is moved that it is still the same. */
  signs: string;
}

interface PendingQueueOptions {
  folder: WatchFolder;
  recursive: boolean;
  /** Look at all that is there, and at what waits a second time; without, a look is kept short. */
  once: boolean;
  stability: ReturnType<typeof createStabilityWatch>;
  settleMs: number;
  stopped: () => boolean;
  /** Specs that must not be taken now, with the reason. */
  blocked: (spec: string) => string | null;
  onWaiting: (spec: string, why: string) => void;
  onIgnored: (spec: string, why: string) => void;
}

type Examined = ReadySpec | { waiting: string } | { ignored: string } | null;

/** `<name>.result.json` and the hidden working names must fit into the 255 bytes that file systems allow. */
const MAX_NAME_BYTES = 220;
/** Waiting entries are looked at again after the settle time, and less often when there are many of them. */
const CROWD = 100;
/** How many entries one look examines; more than come due in a settle time, so that each has its turn. */
const EXAMINED_AT_ONCE = 250;

/**
 * The specs of `pending/` in code-point order. The folder is read when `refresh` is called and not otherwise; what is
 * taken from the list is not looked for again, so that a hundred thousand specs are listed once and not for each job.
 */
export function createPendingQueue(options: PendingQueueOptions) {
  const { folder, settleMs, once } = options;
  let listed: string[] = [];
  const waiting = new Map<string, { dueMs: number; looks: number }>();
  const told = new Map<string, string>();
  const toldFolders = new Map<string, string>();
  const readFolder = createFolderReader(join(folder.root, "pending"), options.recursive, (below, why) => {
    if (toldFolders.get(below) !== why) options.onIgnored(below, why);
    toldFolders.set(below, why);
  });

  const tellIgnored = (spec: string, why: string) => {
    if (told.get(spec) === why) return;
    told.set(spec, why);
    options.onIgnored(spec, why);
  };
  const tellWaiting = (spec: string, why: string) => {
    if (told.get(spec) === why) return;
    told.set(spec, why);
    options.onWaiting(spec, why);
  };
  const wait = (spec: string, why: string) => {
    const looks = (waiting.get(spec)?.looks ?? 0) + 1;
    const crowd = once ? 1 : Math.max(1, waiting.size / CROWD);
    waiting.set(spec, { dueMs: performance.now() + settleMs * crowd, looks });
    tellWaiting(spec, why);
  };

  return {
    /** Reads the folder anew. */
    refresh: async () => {
      listed = await readFolder();
      if (waiting.size === 0 && told.size === 0) return;
      const here = new Set(listed);
      for (const known of [waiting, told]) for (const spec of known.keys()) if (!here.has(spec)) known.delete(spec);
    },
    /** The first spec that is ready, which then leaves the list; null when none is. */
    next: async (): Promise<ReadySpec | null> => {
      let examinedNow = 0;
      for (let index = 0; index < listed.length && !options.stopped();) {
        const spec = listed[index] ?? "";
        if ((waiting.get(spec)?.dueMs ?? 0) > performance.now()) {
          index++;
          continue;
        }
        if (!once && examinedNow++ >= EXAMINED_AT_ONCE) return null;
        const examined = await examine(spec, options);
        if (examined !== null && "waiting" in examined) {
          wait(spec, examined.waiting);
          index++;
          continue;
        }
        listed.splice(index, 1);
        waiting.delete(spec);
        if (examined === null) continue;
        if ("content" in examined) return examined;
        tellIgnored(spec, examined.ignored);
      }
      return null;
    },
    /** Leaves a spec that was ready for a later look, and says why once. */
    postpone: (spec: string, why: string) => wait(spec, why),
    /** How many are left that may become ready. */
    get length() {
      return listed.length;
    },
    /** Whether each that is left has been looked at, and again after the settle time. */
    get exhausted() {
      return listed.every((spec) => (waiting.get(spec)?.looks ?? 0) > 1);
    },
  };
}

/** What tells one state of a spec's file from another. */
export async function signsOf(path: string): Promise<string> {
  return describeSigns(await lstat(path, { bigint: true }));
}

function describeSigns({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

/** From here on it costs a tenth of a second of a core to read the folder. */
const CROWDED = 10_000;
/** For so long the folder's own mtime is believed that nothing has come or gone. */
const BELIEVED_MS = 30_000;

/**
 * Lists the folder each time it is called, unless it is crowded and two readings have found it with the mtime it still
 * has: that is what a poll costs when everything waits. Not all shares keep the mtime of a folder, so it is read now and
 * then all the same.
 */
function createFolderReader(pending: string, recursive: boolean, onUnreadable: (below: string, why: string) => void) {
  let names: string[] = [];
  let mtime: bigint | null = null;
  let same = 0;
  let readMs = -Infinity;
  return async (): Promise<string[]> => {
    if (recursive) return listTree(pending, onUnreadable);
    const { mtimeNs } = await stat(pending, { bigint: true });
    same = mtimeNs === mtime ? same + 1 : 0;
    mtime = mtimeNs;
    if (same > 1 && names.length > CROWDED && performance.now() - readMs < BELIEVED_MS) return [...names];
    // Without the types of the entries, which a flat folder does not need, a hundred thousand names take a third of the time.
    names = inOrder((await readdir(pending)).filter(isSpecName));
    readMs = performance.now();
    return names.length > CROWDED ? [...names] : names;
  };
}

async function listTree(pending: string, onUnreadable: (below: string, why: string) => void): Promise<string[]> {
  const names: string[] = [];
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(pending, below), { withFileTypes: true })) {
      const name = below + entry.name;
      if (isSpecName(entry.name)) names.push(name);
      else if (entry.isDirectory() && !entry.name.startsWith(".") && !entry.name.endsWith(".json")) {
        // One that is gone, or that this user may not read, is no reason to leave the others alone.
        await visit(`${name}/`).catch((error: unknown) => {
          if (!isMissing(error)) onUnreadable(name, `the folder cannot be read (${codeOf(error)})`);
        });
      }
    }
  };
  await visit("");
  return inOrder(names);
}

function isSpecName(name: string): boolean {
  return !name.startsWith(".") && name.endsWith(".json") && !name.endsWith(".result.json");
}

/** The default order, by UTF-16 units, is much the quicker one, and differs above U+FFFF alone. */
function inOrder(names: string[]): string[] {
  return names.some((name) => /[\ud800-\udfff]/.test(name)) ? names.sort(byCodePoint) : names.sort();
}

function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const surrogates = left >= 0xd800 && right >= 0xd800;
    return surrogates ? (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0) : left - right;
  }
  return a.length - b.length;
}

async function examine(spec: string, { folder, stability, blocked }: PendingQueueOptions): Promise<Examined> {
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
  stability: PendingQueueOptions["stability"],
): Promise<string | null> {
  const parsed = parseJsonDocument(content);
  const sources = parsed.ok ? (parsed.value as { sources?: unknown } | null)?.sources : null;
  if (!Array.isArray(sources)) return null;
  let growing: string | null = null;
  for (const source of sources) {
    if (typeof source !== "string" || source === "") continue;
    const path = resolve(root, source);
    // Every source is looked at, so that all of them settle at the same time.
    const file = await stat(path, { bigint: true }).catch(() => null);
    if (file?.isFile() && !stability.isStable(path, file)) growing ??= source;
  }
  return growing;
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

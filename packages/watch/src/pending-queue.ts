import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MAX_DOCUMENT_BYTES, parseJsonDocument } from "@proxx/contract";
import type { createStabilityWatch } from "./stability.ts";
import type { WatchFolder } from "./watch-folder.ts";

/** A spec that is complete, with all its sources: ready to be taken. */
export interface ReadySpec {
  spec: string;
  content: Buffer;
  /** Of the file that was read, to see before it is moved that it is still the same. */
  signs: string;
}

interface PendingQueueOptions {
  folder: WatchFolder;
  recursive: boolean;
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
const CROWD = 200;

/**
 * The specs of `pending/` in code-point order. The folder is read when `refresh` is called and not otherwise; what is
 * taken from the list is not looked for again, so that a hundred thousand specs are listed once and not for each job.
 */
export function createPendingQueue(options: PendingQueueOptions) {
  const { folder, settleMs } = options;
  let listed: string[] = [];
  const waiting = new Map<string, { why: string; dueMs: number }>();
  const ignored = new Set<string>();
  return {
    /** Reads the folder anew. */
    refresh: async () => {
      listed = await list(join(folder.root, "pending"), options.recursive);
      if (waiting.size === 0 && ignored.size === 0) return;
      const here = new Set(listed);
      for (const spec of waiting.keys()) if (!here.has(spec)) waiting.delete(spec);
      for (const spec of ignored) if (!here.has(spec)) ignored.delete(spec);
    },
    /** The first spec that is ready, which then leaves the list; null when none is. */
    next: async (): Promise<ReadySpec | null> => {
      for (let index = 0; index < listed.length && !options.stopped(); ) {
        const spec = listed[index] ?? "";
        const earlier = waiting.get(spec);
        if (earlier !== undefined && earlier.dueMs > performance.now()) {
          index++;
          continue;
        }
        const examined = await examine(spec, options);
        if (examined !== null && "waiting" in examined) {
          const dueMs = performance.now() + settleMs * Math.max(1, waiting.size / CROWD);
          waiting.set(spec, { why: examined.waiting, dueMs });
          if (earlier?.why !== examined.waiting) options.onWaiting(spec, examined.waiting);
          index++;
          continue;
        }
        listed.splice(index, 1);
        waiting.delete(spec);
        if (examined === null) continue;
        if ("content" in examined) return examined;
        if (!ignored.has(spec)) options.onIgnored(spec, examined.ignored);
        ignored.add(spec);
      }
      return null;
    },
    /** How many are left that may become ready. */
    get length() {
      return listed.length;
    },
  };
}

/** What tells one state of a spec's file from another. */
export async function signsOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await lstat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

async function list(pending: string, recursive: boolean): Promise<string[]> {
  const names: string[] = [];
  const keep = (below: string, name: string) => {
    if (!name.startsWith(".") && name.endsWith(".json") && !name.endsWith(".result.json")) names.push(below + name);
  };
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(pending, below), { withFileTypes: true })) {
      keep(below, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".") && !entry.name.endsWith(".json")) await visit(`${below}${entry.name}/`);
    }
  };
  // Without the types of the entries, which a flat folder does not need, a hundred thousand names take a third of the time.
  if (recursive) await visit("");
  else for (const name of await readdir(pending)) keep("", name);
  // The default order, by UTF-16 units, is much the quicker one, and differs above U+FFFF alone.
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
  const file = await lstat(path).catch(nullIfGone);
  if (file === null) return null;
  if (!file.isFile()) return { ignored: file.isDirectory() ? "it is a folder" : "it is a link or a device, not a file" };
  const why = blocked(spec);
  if (why !== null) return { waiting: why };
  if (!stability.isStable(path, file)) return { waiting: "it is still being written" };
  const signs = await signsOf(path).catch(nullIfGone);
  const content = file.size > MAX_DOCUMENT_BYTES ? Buffer.alloc(MAX_DOCUMENT_BYTES + 1) : await readFile(path).catch(emptyIfUnreadable);
  if (signs === null || content === null) return null;
  const growing = await growingSource(content, folder.root, stability);
  return growing === null ? { spec, content, signs } : { waiting: `its source ${growing} is still being written` };
}

/** The first source that is there and changing. One that is missing is no reason to wait: the spec is wrong. */
async function growingSource(content: Buffer, root: string, stability: PendingQueueOptions["stability"]): Promise<string | null> {
  const parsed = parseJsonDocument(content);
  const sources = parsed.ok ? (parsed.value as { sources?: unknown } | null)?.sources : null;
  if (!Array.isArray(sources)) return null;
  let growing: string | null = null;
  for (const source of sources) {
    if (typeof source !== "string" || source === "") continue;
    const path = resolve(root, source);
    // Every source is looked at, so that all of them settle at the same time.
    const file = await stat(path).catch(() => null);
    if (file?.isFile() && !stability.isStable(path, file)) growing ??= source;
  }
  return growing;
}

function nullIfGone(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

/** A spec that may not be read is as good as an empty one: it fails, with a result that says so. */
function emptyIfUnreadable(error: unknown): Buffer | null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return null;
  return Buffer.alloc(0);
}

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, isMissing } from "./file-error.ts";

/** Reading this many names takes a tenth of a second of a core. */
const CROWDED = 10_000;
/** How long an unchanged mtime is taken to mean that nothing has come or gone. */
const BELIEVED_MS = 30_000;

/**
 * Reads the names in the folder each time it is called. A crowded folder is not read again while its mtime stays what two
 * readings have found, because then nothing has come or gone; this keeps a poll cheap while everything waits. Some network
 * shares do not keep a folder's mtime, so it is read every half minute all the same.
 */
export function createFolderReader(
  pending: string,
  recursive: boolean,
  onUnreadable: (below: string, why: string) => void,
) {
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

/** Sorting by UTF-16 units, the default, is much quicker and gives another order only for characters above U+FFFF. */
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

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../../..");
const CACHE = join(ROOT, "node_modules/.cache");
/** Whoever began with an older one has ended by then, a long torture too. */
const KEPT_MS = 86_400_000;

export interface Built {
  /** What it is called among what else is kept. */
  name: string;
  /** Files, and folders with all that is in them but tests: from the root. Those that are not there are passed over. */
  sources: readonly string[];
  /** A program of a dependency that puts it into the folder, with its arguments. */
  command: (folder: string) => readonly [program: string, ...args: string[]];
  /** What else is to be put there. */
  complete?: (folder: string) => void;
}

/** A folder of what is built of sources as they are now. It is built when it is first asked for, and kept until one is another. */
export function builtOnce({ name, sources, command, complete }: Built): string {
  const folder = join(CACHE, `${name}-${stampOf(sources)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const old = readdirSync(CACHE).filter((one) => one.startsWith(`${name}-`));
  const draft = mkdtempSync(join(CACHE, `${name}-draft-`));
  // It may be used by another user as well.
  chmodSync(draft, 0o755);
  const [program, ...args] = command(draft);
  const commandLine = [join(ROOT, "node_modules/.bin", program), ...args];
  const { status, stderr } = spawnSync(process.execPath, commandLine, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} cannot build ${name}: ${stderr}`);
  complete?.(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another suite was at the same: what it has built is as good.
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  for (const path of old.map((one) => join(CACHE, one))) {
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (Date.now() - mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
  return folder;
}

/** Says which sources these are, without reading them. */
function stampOf(sources: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of sources.flatMap((source) => filesOf(join(ROOT, source)))) {
    const { mtimeNs, size } = statSync(path, { bigint: true });
    hash.update(`${path} ${mtimeNs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

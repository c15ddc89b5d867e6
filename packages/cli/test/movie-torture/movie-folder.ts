import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { MoviePlace } from "./movie-place.ts";

/** Every file below a folder, by its path from there. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}

/** The parts that are whole, by their paths, and which files they are: one that is made again is another file. */
export function wholeParts({ out }: MoviePlace): Map<string, number> {
  const parts = new Map<string, number>();
  for (const path of filesIn(join(out, ".proxx"))) {
    if (!/^[a-z]+\/[0-9a-f]{64}\.json$/.test(path)) continue;
    const note = readNote(join(out, ".proxx", path));
    if (note === null) continue;
    const file = join(out, ".proxx", path, "..", note.fileName);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true && sha256Of(file) === note.sha256)
      parts.set(file, statSync(file).ino);
  }
  return parts;
}

/** What is unfinished: in the movie's folder, in that of unfinished parts, in that for what is temporary. */
export function leftIn({ out, temporary }: MoviePlace): string[] {
  const unfinished = filesIn(out).filter((path) => /-[0-9a-f]{8}(?:\/|$)/.test(path) || /(?:^|\/)working\//.test(path));
  const working = join(out, ".proxx/working");
  const folders = existsSync(working) ? readdirSync(working) : [];
  return [...unfinished, ...folders, ...readdirSync(temporary)];
}

/** What bears its final name and is empty, or not what it would be at the end. */
export function halfNamed({ out }: MoviePlace, reference: ReadonlyMap<string, string>): string[] {
  return namedFiles(out).filter((path) => reference.get(path) !== sha256Of(join(out, path)));
}

/** The files that people know, with the hash of each. */
export function hashesOf({ out }: MoviePlace): Map<string, string> {
  return new Map(namedFiles(out).map((path) => [path, sha256Of(join(out, path))]));
}

function namedFiles(out: string): string[] {
  return filesIn(out).filter((path) => !path.startsWith(".proxx") && !/-[0-9a-f]{8}(?:\/|$)/.test(path));
}

function sha256Of(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function readNote(path: string): { fileName: string; sha256: string } | null {
  try {
    const { note } = JSON.parse(readFileSync(path, "utf8")) as { note?: { fileName?: unknown; sha256?: unknown } };
    const { fileName, sha256 } = note ?? {};
    return typeof fileName === "string" && typeof sha256 === "string" ? { fileName, sha256 } : null;
  } catch {
    return null;
  }
}

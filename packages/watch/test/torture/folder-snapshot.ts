import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder by its path there, with its content's sha256. */
export function snapshot(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) continue;
    files.set(name, sha256(readFileSync(path)));
  }
  return files;
}

export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const EMPTY = sha256("");

/**
 * Remembers what was finished when it was first seen: outputs under their final names, specs and results that are there
 * together. Tells which of it is gone or has other bytes.
 */
export function createWitness(root: string, outputs: string) {
  const seen = new Map<string, string>();
  const finished = () => {
    const found = new Map<string, string>();
    for (const [name, hash] of snapshot(outputs))
      if (!isHidden(name) && hash !== EMPTY) found.set(join(outputs, name), hash);
    for (const state of ["completed", "failed"]) {
      const files = snapshot(join(root, state));
      for (const [name, hash] of files) {
        const partner = name.endsWith(".result.json")
          ? name.replace(/\.result\.json$/, ".json")
          : name.replace(/\.json$/, ".result.json");
        if (!isHidden(name) && hash !== EMPTY && files.has(partner)) found.set(join(root, state, name), hash);
      }
    }
    return found;
  };
  return {
    look: (): void => {
      for (const [path, hash] of finished()) if (!seen.has(path)) seen.set(path, hash);
    },
    /** For what lay there before the first runner, paired or not. */
    lookAtAll: (): void => {
      for (const state of ["completed", "failed"]) {
        for (const [name, hash] of snapshot(join(root, state))) seen.set(join(root, state, name), hash);
      }
    },
    changed: (): string[] => {
      const now = new Map([...snapshot(root)].map(([name, hash]) => [join(root, name), hash]));
      for (const [name, hash] of snapshot(outputs)) now.set(join(outputs, name), hash);
      return [...seen].filter(([path, hash]) => now.get(path) !== hash).map(([path]) => path);
    },
  };
}

export function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith("."));
}

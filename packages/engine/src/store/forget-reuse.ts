import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readJsonFile } from "./json-file.ts";
import { reuseRecordSchema } from "./reuse-index.ts";

/** Forgets what was made of what, of all tenants below a home, where that is old and its files are gone. */
export async function forgetReuse(
  home: string,
  { madeBeforeMs, isThere }: { madeBeforeMs: number; isThere: (sha256: string) => Promise<boolean> },
): Promise<void> {
  const tenants = (await namesIn(join(home, "tenants"))).map((name) => join(home, "tenants", name));
  for (const folder of [home, ...tenants].map((place) => join(place, "reuse"))) {
    for (const type of await namesIn(folder)) {
      for (const name of await namesIn(join(folder, type))) {
        const path = join(folder, type, name);
        const times = await stat(path).catch(() => null);
        if (times === null || times.mtimeMs >= madeBeforeMs) continue;
        const record = await readJsonFile(path, reuseRecordSchema);
        if (record !== null && (await areAllThere(record.outputs, isThere))) continue;
        await rm(path, { force: true });
      }
    }
  }
}

async function areAllThere(
  outputs: readonly { readonly sha256: string }[],
  isThere: (sha256: string) => Promise<boolean>,
): Promise<boolean> {
  for (const { sha256 } of outputs) if (!(await isThere(sha256))) return false;
  return true;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

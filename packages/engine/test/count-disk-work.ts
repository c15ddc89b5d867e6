import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { onTestFinished } from "vitest";

const WORK = ["writeFile", "rename", "link", "unlink", "rm", "mkdir", "chmod", "copyFile", "readFile"] as const;

type Work = (typeof WORK)[number] | "sync";

/** Counts what this process asks of the disk from now on, of files below a folder; each call gives what is new. */
export function countDiskWork(folder: string): () => Partial<Record<Work, number>> {
  let counts: Partial<Record<Work, number>> = {};
  const count = (work: Work, path: unknown) => {
    if (String(path).startsWith(folder)) counts[work] = (counts[work] ?? 0) + 1;
  };
  const originals = { ...fs.promises };
  for (const work of WORK) {
    const original: (...args: never[]) => unknown = originals[work];
    Object.assign(fs.promises, {
      [work]: (...args: never[]) => {
        count(work, args[0]);
        return original(...args);
      },
    });
  }
  Object.assign(fs.promises, {
    open: async (...args: Parameters<typeof originals.open>) => {
      const handle = await originals.open(...args);
      const sync = handle.sync.bind(handle);
      handle.sync = () => {
        count("sync", args[0]);
        return sync();
      };
      return handle;
    },
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs.promises, originals);
    syncBuiltinESMExports();
  });
  return () => {
    const counted = counts;
    counts = {};
    return counted;
  };
}

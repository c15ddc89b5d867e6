import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Uploads } from "@proxx/storage";
import { copySource } from "./sources/copy-source.ts";

/** Files that clients have sent, in a folder on the same file system as they are written to. */
export function createFolderUploads(folder: string): Uploads {
  const pathOf = (id: string) => join(folder, id);
  return {
    async keep({ id }, path) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(path, pathOf(id));
    },
    bring: async ({ id }, path) => copySource(pathOf(id), path),
    remove: (id) => rm(pathOf(id), { force: true }),
  };
}

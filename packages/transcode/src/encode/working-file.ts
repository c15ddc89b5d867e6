import { open } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { fileExists } from "@proxx/media";
import type { ClipEncoder } from "./clip-encoder.ts";

interface ReserveOptions {
  outputPath: string;
  jobId: string;
  writesInto: ClipEncoder["writesInto"];
  /** Told of a name before there is a file of it, so that no file is left that nobody was told of. */
  announce: (path: string) => Promise<void>;
}

/**
 * The name to work under, beside the final one and hidden, so that nothing takes it for finished. The file is created
 * exclusively: two runs of one spec never write into each other's.
 */
export async function reserveWorkingFile({ outputPath, jobId, writesInto, announce }: ReserveOptions): Promise<string> {
  const extension = extname(outputPath);
  const stem = basename(outputPath, extension);
  for (let attempt = 1; attempt < 1000; attempt++) {
    // 32 of the id keep the longest allowed name within the 255 bytes of a file name.
    const id = `${jobId.slice(0, 32)}${attempt === 1 ? "" : `~${attempt}`}`;
    const path = join(dirname(outputPath), `.${stem}.${id}.partial${extension}`);
    if (await fileExists(path)) continue;
    await announce(path);
    if (writesInto !== "existing") return path;
    try {
      await (await open(path, "wx")).close();
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  throw new ProxxError("publish_failed", `A thousand unfinished files of ${outputPath} lie beside it.`, {
    hint: "Delete the hidden `.partial` files of earlier runs.",
  });
}

import { statSync } from "node:fs";
import { findTool } from "@proxx/media";
import type { Log } from "./log.ts";

export interface Wanted {
  /** Absolute. */
  folders: readonly string[];
  /** Whether it runs jobs, which take ffmpeg. */
  runsJobs: boolean;
  /** As in PATH. */
  searchPath: string;
}

/** What a server or a worker begins without as well is said at once, and not with the first job that misses it. */
export function warnOfMissing({ folders, runsJobs, searchPath }: Wanted, log: Log): void {
  for (const folder of folders) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
      log.warn(`there is no folder ${folder} yet`);
  }
  const missing = ["ffmpeg", "ffprobe"].filter((name) => findTool(name, searchPath) === null);
  if (runsJobs && missing.length > 0) {
    log.warn(
      `${missing.join(" and ")} cannot be found, and most jobs will fail; \`proxx doctor\` says how to install it`,
    );
  }
}

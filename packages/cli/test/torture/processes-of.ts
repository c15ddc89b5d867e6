import { readdirSync, readFileSync } from "node:fs";

/** In the environment of a run's process, and so in that of all that it starts. */
export const RUN_VARIABLE = "PROXX_TORTURE_RUN";

/** The processes of a run, whoever started them and whatever group they are in; by Linux's process table. */
export function processesOf(run: string): { pid: number; command: string }[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      // Of one that has ended, and only waits to be asked for, this is empty.
      if (!readFileSync(`/proc/${entry}/environ`, "latin1").includes(`${RUN_VARIABLE}=${run}\0`)) return [];
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return [{ pid: Number(entry), command }];
    } catch {
      return [];
    }
  });
}

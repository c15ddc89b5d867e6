import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** In which the kernel has ended what is to die with its parent. */
const GRACE_MS = 1000;

/** The processes that name a path still, a while after the last runner has ended. */
export async function orphansOf(path: string): Promise<string[]> {
  const deadline = performance.now() + GRACE_MS;
  let found = processesNaming(path);
  while (found.length > 0 && performance.now() < deadline) {
    await wait(10);
    found = processesNaming(path);
  }
  return found;
}

/** Processes whose command line names a path, by Linux's process table; elsewhere none is known. */
function processesNaming(path: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return command.includes(path) ? [`${entry}: ${command}`] : [];
    } catch {
      return [];
    }
  });
}

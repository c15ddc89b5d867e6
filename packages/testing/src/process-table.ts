import { readdirSync, readFileSync } from "node:fs";

interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  command: string;
  /** Ended, and not yet asked for by its parent. */
  zombie: boolean;
}

/** Linux's process table; elsewhere nothing is known. */
export function processTable(): ProcessEntry[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((entry) => (/^\d+$/.test(entry) ? (readProcess(Number(entry)) ?? []) : []));
}

/** Whether there is such a process that still runs. */
export function isRunning(pid: number): boolean {
  return readProcess(pid)?.zombie === false;
}

/** What still runs of a process group. */
export function runningInGroup(group: number): ProcessEntry[] {
  return processTable().filter((entry) => entry.group === group && !entry.zombie);
}

function readProcess(pid: number): ProcessEntry | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
  // The command stands in brackets and may contain brackets and spaces itself.
  const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const command = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
  return { pid, parent: Number(parent), group: Number(group), command, zombie: state === "Z" || state === "X" };
}

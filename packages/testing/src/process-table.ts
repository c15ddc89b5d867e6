import { readdirSync, readFileSync } from "node:fs";

interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  command: string;
  /** Ended, and not yet asked for by its parent. */
  zombie: boolean;
}

/** What a process started and has not asked for yet. Each of its threads lists its own, a hundredth of what the whole table costs. */
export function childrenOf(pid: number): ProcessEntry[] {
  if (process.platform !== "linux") return [];
  const lists = readdirSync(`/proc/${pid}/task`).map((thread) => readList(`/proc/${pid}/task/${thread}/children`));
  if (lists.includes(null)) return processTable().filter(({ parent }) => parent === pid);
  return lists.flatMap((list) => list ?? []).flatMap((child) => readProcess(child) ?? []);
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

/** Null where the kernel keeps no such lists, or the thread has just ended. */
function readList(path: string): number[] | null {
  try {
    return readFileSync(path, "latin1").split(" ").filter(Boolean).map(Number);
  } catch {
    return null;
  }
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

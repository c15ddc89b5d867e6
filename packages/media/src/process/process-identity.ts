import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

/** Says which process of which machine somebody is, for as long as the machine runs; a pid alone is given out again. */
export const processIdentitySchema = z.object({
  host: z.string(),
  pid: z.int().positive(),
  /** This boot of this kernel, and the pid namespace (each container has its own); null where the system does not tell. */
  world: z.string().nullable(),
  /** When the process started, in the kernel's own clock. */
  startedTicks: z.string().nullable(),
});

export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export function ownIdentity(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, world: worldOf(), startedTicks: startedTicksOf(process.pid) };
}

/**
 * `alive` and `dead` are certain; `unknown` is a process that cannot be seen from here (another host, another container,
 * another boot, or a system that does not tell start times), for which only its heartbeat speaks.
 */
export function judgeProcess(identity: ProcessIdentity): "alive" | "dead" | "unknown" {
  const world = worldOf();
  if (world === null || identity.world !== world || identity.host !== hostname() || identity.startedTicks === null)
    return "unknown";
  const ticks = startedTicksOf(identity.pid);
  if (ticks === identity.startedTicks) return "alive";
  // With `hidepid` another user's process has no entry in /proc, and is there all the same.
  return ticks === null && mayBeHidden(identity.pid) ? "unknown" : "dead";
}

/** Whether there is a process of this number at all: not whether it is the one that is meant. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether there is a process of this number that belongs to somebody else. */
function mayBeHidden(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function worldOf(): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

/** Field 22 of /proc/PID/stat; null when there is no such process, or a zombie. */
function startedTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command, field 2, may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

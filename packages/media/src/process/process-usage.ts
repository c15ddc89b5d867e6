import { readFileSync } from "node:fs";

/** What a process used, as far as the system tells: Linux does, for what lived long enough to be looked at. */
export interface ProcessUsage {
  /** Of all its threads. */
  readonly cpuSeconds: number | null;
  readonly peakMemoryBytes: number | null;
}

const UNKNOWN: ProcessUsage = { cpuSeconds: null, peakMemoryBytes: null };
/** `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const FIRST_LOOK_MS = 10;
const LONGEST_PAUSE_MS = 100;

/**
 * Looks at a process while it runs, since what it used is gone with it: at most a tenth of a second of its end is missed.
 * `stop` gives what was seen last.
 */
export function sampleUsage(pid: number): { stop(): ProcessUsage } {
  if (process.platform !== "linux") return { stop: () => UNKNOWN };
  let seen = UNKNOWN;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_LOOK_MS;
  const look = () => {
    const usage = readUsage(pid);
    if (usage === null) return;
    seen = usage;
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    timer = setTimeout(look, pauseMs).unref();
  };
  timer = setTimeout(look, pauseMs).unref();
  return {
    stop: () => {
      clearTimeout(timer);
      return seen;
    },
  };
}

function readUsage(pid: number): ProcessUsage | null {
  try {
    // The name of the program comes second, in parentheses, and may hold anything.
    const [, fields = ""] = /\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, "latin1")) ?? [];
    const [, , , , , , , , , , , userTicks, systemTicks] = fields.split(" ");
    const [, peakKb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
    // A process that has ended and was not waited for has no memory any more.
    if (peakKb === undefined) return null;
    return {
      cpuSeconds: (Number(userTicks) + Number(systemTicks)) / TICKS_PER_SECOND,
      peakMemoryBytes: Number(peakKb) * 1024,
    };
  } catch {
    return null;
  }
}

import { existsSync } from "node:fs";

// A parent killed with SIGKILL cannot end its children, and an orphaned ffmpeg goes on encoding. On Linux the kernel
// ends them for us (`prctl(PR_SET_PDEATHSIG)`, which util-linux's setpriv sets in 1 ms). Elsewhere an orphan finishes
// into its partial file, which nothing ever publishes.
const SETPRIV = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => process.platform === "linux" && existsSync(path));

/** The command to start so that the process dies with this one, where the system can do that. */
export function wrapToDieWithParent(command: string, args: readonly string[]): { command: string; args: readonly string[] } {
  if (SETPRIV === undefined) return { command, args };
  return { command: SETPRIV, args: ["--pdeathsig", "KILL", "--", command, ...args] };
}

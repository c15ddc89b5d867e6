import { realpathSync } from "node:fs";
import { basename } from "node:path";

// A parent killed with SIGKILL cannot end its children, and an orphaned ffmpeg goes on encoding. On Linux the kernel
// ends them for us (`prctl(PR_SET_PDEATHSIG)`, which util-linux's setpriv sets in 1 ms). Elsewhere an orphan finishes
// into its partial file, which nothing ever publishes.
const SETPRIV = process.platform === "linux" ? ["/usr/bin/setpriv", "/bin/setpriv"].find(isUtilLinux) : undefined;

// util-linux's `errexec`: 127 when there is no such program, 126 when it is there and cannot be started.
const CANNOT_EXECUTE = [126, 127];

// A parent that is killed before setpriv has set the signal is not noticed: on a busy machine one kill in twelve that comes
// with the start. So whoever has the signal set looks whether the parent is still there, which only a shell can ask; it
// is given the command as its arguments, never as text. The second setpriv is for its messages (see below).
const START_UNLESS_ORPHANED = '[ "$PPID" = "$0" ] && exec "$@"';

/** The command to start so that the process dies with this one, where the system can do that. */
export function wrapToDieWithParent(
  command: string,
  args: readonly string[],
): { command: string; args: readonly string[] } {
  if (SETPRIV === undefined) return { command, args };
  const checked = ["/bin/sh", "-c", START_UNLESS_ORPHANED, String(process.pid), SETPRIV, "--", command, ...args];
  return { command: SETPRIV, args: ["--pdeathsig", "KILL", "--", ...checked] };
}

/**
 * Whether a run ended because the wrapper could not start `command`. The exit code alone says nothing, a program may end
 * with 127 itself; and the wrapper speaks the user's language, so that only its name and the command's are looked for.
 */
export function wrapperCouldNotStart(command: string, exitCode: number | null, lastLine: string | undefined): boolean {
  if (SETPRIV === undefined || exitCode === null || lastLine === undefined) return false;
  return (
    CANNOT_EXECUTE.includes(exitCode) && lastLine.startsWith("setpriv: ") && lastLine.includes(command.slice(0, 1024))
  );
}

// Alpine's setpriv is busybox, which knows no `--pdeathsig` and would refuse every command.
function isUtilLinux(path: string): boolean {
  try {
    return basename(realpathSync(path)) === "setpriv";
  } catch {
    return false;
  }
}

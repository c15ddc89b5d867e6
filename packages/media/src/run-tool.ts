/**
 * The one place where a process is started. A run is `running` until the process has closed both pipes, or `ending`
 * from the first reason to stop it (abort, stall, time limit): its whole group then gets TERM and, if it is still there
 * after a grace period, KILL. The first reason is the one reported. A run that ended by itself is reported with its
 * exit code or signal, never judged here: what a code means is the caller's knowledge.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { ProxxError } from "@proxx/contract";
import { createLineSplitter } from "./line-splitter.ts";
import { wrapToDieWithParent } from "./die-with-parent.ts";

export interface RunToolOptions {
  /** Absolute path, or a name to be found on PATH. */
  command: string;
  args: readonly string[];
  signal?: AbortSignal | undefined;
  cwd?: string;
  /** Added to the inherited environment. */
  env?: Readonly<Record<string, string>>;
  onStdoutLine?: (line: string) => void;
  onStderrLine?: (line: string) => void;
  /** End the run when nothing that counts as activity was seen for so long. @default no limit */
  stallMs?: number | undefined;
  /** What counts as activity; default any line on stdout or stderr. */
  isActivity?: (line: string) => boolean;
  /** End the run after so long, whatever it does. @default no limit */
  timeoutMs?: number | undefined;
  /** From TERM to KILL. @default 3000 */
  graceMs?: number;
  /** How many lines of stderr are kept. @default 40 */
  stderrTailLines?: number;
  /** Text for the process's stdin; without it stdin is closed. */
  input?: string;
  onStart?: (pid: number) => void;
}

export interface ToolRun {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stderrTail: string[];
  /** Why the run was ended before its time; null when it ended by itself. */
  endedBy: "abort" | "stall" | "timeout" | null;
  wallMs: number;
}

const MAX_LINE_LENGTH = 16 * 1024;
const SETPRIV_CANNOT_EXECUTE = 127;

export async function runTool(options: RunToolOptions): Promise<ToolRun> {
  if (options.signal?.aborted) return { exitCode: null, signal: null, stderrTail: [], endedBy: "abort", wallMs: 0 };
  const startedAt = performance.now();
  const wrapped = wrapToDieWithParent(options.command, options.args);
  const child = spawn(wrapped.command, wrapped.args, {
    cwd: options.cwd,
    env: options.env ? { ...process.env, ...options.env } : undefined,
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });

  const stderrTail: string[] = [];
  const tailLength = options.stderrTailLines ?? 40;
  let lastActivity = performance.now();
  let endedBy: ToolRun["endedBy"] = null;
  let killTimer: NodeJS.Timeout | undefined;

  const noteActivity = (line: string) => {
    if (options.isActivity?.(line) ?? true) lastActivity = performance.now();
  };
  const stdout = createLineSplitter((line) => {
    noteActivity(line);
    options.onStdoutLine?.(line);
  }, MAX_LINE_LENGTH);
  const stderr = createLineSplitter((line) => {
    noteActivity(line);
    stderrTail.push(line);
    if (stderrTail.length > tailLength) stderrTail.shift();
    options.onStderrLine?.(line);
  }, MAX_LINE_LENGTH);
  child.stdout?.on("data", stdout.push);
  child.stderr?.on("data", stderr.push);
  // A process that ends without reading its input is judged by its exit code, not by EPIPE.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input);

  const end = (reason: NonNullable<ToolRun["endedBy"]>) => {
    if (endedBy !== null) return;
    endedBy = reason;
    signalGroup(child, "SIGTERM");
    killTimer = setTimeout(() => signalGroup(child, "SIGKILL"), options.graceMs ?? 3000);
  };
  const onAbort = () => end("abort");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const { stallMs, timeoutMs } = options;
  const stallTimer =
    stallMs === undefined
      ? undefined
      : setInterval(() => performance.now() - lastActivity > stallMs && end("stall"), Math.min(1000, Math.ceil(stallMs / 4)));
  const timeoutTimer = timeoutMs === undefined ? undefined : setTimeout(() => end("timeout"), timeoutMs);

  try {
    const { exitCode, signal } = await waitForClose(child, options);
    stdout.flush();
    stderr.flush();
    if (exitCode === SETPRIV_CANNOT_EXECUTE && /^setpriv: failed to execute/.test(stderrTail.at(-1) ?? "")) {
      throw cannotStart(options.command, new Error(stderrTail.at(-1)));
    }
    return { exitCode, signal, stderrTail, endedBy, wallMs: performance.now() - startedAt };
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    clearInterval(stallTimer);
    clearTimeout(timeoutTimer);
    clearTimeout(killTimer);
    // A grandchild that closed its pipes can outlive the child; the group is ours, so it goes too.
    signalGroup(child, "SIGKILL");
  }
}

function waitForClose(child: ChildProcess, options: RunToolOptions) {
  return new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("spawn", () => child.pid !== undefined && options.onStart?.(child.pid));
    child.once("error", (cause) => reject(cannotStart(options.command, cause)));
    // A grandchild that keeps the pipes open would hold `close` back for ever; once the child itself is gone, its group
    // has nothing left to say.
    let lingering: NodeJS.Timeout | undefined;
    child.once("exit", () => (lingering = setTimeout(() => signalGroup(child, "SIGKILL"), 500)));
    child.once("close", (exitCode, signal) => {
      clearTimeout(lingering);
      resolve({ exitCode, signal });
    });
  });
}

function cannotStart(command: string, cause: Error): ProxxError {
  return new ProxxError("tool_missing", `Cannot start \`${command}\`: ${cause.message}`, {
    hint: "`proxx doctor` shows what is installed and how to install what is missing.",
    cause,
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the group is gone, which is what was wanted. EPERM on macOS: it is all zombies.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

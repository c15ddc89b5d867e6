/**
 * The one place where a process is started. A run is `running` until the process has closed both pipes, or `ending`
 * from the first reason to stop it (abort, stall, time limit): its whole group then gets TERM and, if it is still there
 * after a grace period, KILL. The first reason is the one reported; what comes after the process has ended is none. A
 * run that ended by itself is reported with its exit code or signal, never judged here: what a code means is the
 * caller's knowledge.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { ProxxError } from "@proxx/contract";
import { wrapperCouldNotStart, wrapToDieWithParent } from "./die-with-parent.ts";
import { feedInput } from "./feed-input.ts";
import { createLineSplitter } from "./line-splitter.ts";
import { tellOfProcess } from "./watch-processes.ts";

export interface RunToolOptions {
  /** Absolute path, or a name to be found on PATH. */
  command: string;
  args: readonly string[];
  signal?: AbortSignal | undefined;
  cwd?: string;
  /** Added to the inherited environment. */
  env?: Readonly<Record<string, string>>;
  /** A listener that throws ends the run, and the run fails with what was thrown. So do the other listeners. */
  onStdoutLine?: (line: string) => void;
  /** The bytes of stdout as they come, for a tool that writes no lines. */
  onStdout?: (bytes: Buffer) => void;
  onStderrLine?: (line: string) => void;
  /** End the run when nothing that counts as activity was seen for so long: lines, bytes, input that it takes. @default no limit */
  stallMs?: number | undefined;
  /** What counts as activity; default any line on stdout or stderr. */
  isActivity?: (line: string) => boolean;
  /** End the run after so long, whatever it does. @default no limit */
  timeoutMs?: number | undefined;
  /** From TERM to KILL. @default 3000 */
  graceMs?: number;
  /** How many lines of stderr are kept. @default 40 */
  stderrTailLines?: number;
  /**
   * What the process reads: a text, or pieces that are asked for as it takes them. A piece must stay as it is until the
   * next but one is asked for; pieces that fail end the run, as a listener does. Without any, stdin is closed.
   */
  input?: string | AsyncIterable<Uint8Array>;
  onStart?: (pid: number) => void;
  /** `false` for what ends by itself in a moment: it then starts 3 ms sooner. @default true */
  diesWithParent?: boolean;
}

export interface ToolRun {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stderrTail: string[];
  /** Why the run was ended before its time; null when it ended by itself. */
  endedBy: "abort" | "stall" | "timeout" | null;
  wallMs: number;
}

/** ffprobe writes a tag on one line, however long the tag is: comments of 40 kB are in the wild. */
const MAX_STDOUT_LINE_LENGTH = 1024 * 1024;
const MAX_STDERR_LINE_LENGTH = 16 * 1024;
/** How long a group may hold the pipes open after its leader has ended. */
const LINGER_MS = 500;
/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export async function runTool(options: RunToolOptions): Promise<ToolRun> {
  checkDurations(options);
  if (options.signal?.aborted) return { exitCode: null, signal: null, stderrTail: [], endedBy: "abort", wallMs: 0 };
  const startedAt = performance.now();
  const child = start(options);
  const tellOfEnd = tellOfProcess(child, options);

  const stderrTail: string[] = [];
  const tailLength = options.stderrTailLines ?? 40;
  let lastActivity = performance.now();
  let endedBy: ToolRun["endedBy"] = null;
  let killTimer: NodeJS.Timeout | undefined;
  let listenerFailure: { error: unknown } | null = null;

  const terminate = () => {
    if (killTimer !== undefined) return;
    signalGroup(child, "SIGTERM");
    killTimer = setTimeout(() => signalGroup(child, "SIGKILL"), options.graceMs ?? 3000);
  };
  const end = (reason: NonNullable<ToolRun["endedBy"]>) => {
    if (endedBy !== null || hasEnded(child)) return;
    endedBy = reason;
    terminate();
  };
  // An exception out of a stream's event would end this process and leave the child.
  const tell = (listener: () => void) => {
    if (listenerFailure !== null) return;
    try {
      listener();
    } catch (error) {
      listenerFailure = { error };
      terminate();
    }
  };
  const noteActivity = (line: string) => {
    if (options.isActivity?.(line) ?? true) lastActivity = performance.now();
  };
  const noteInput = () => void (lastActivity = performance.now());
  const takeBytes = (take: (bytes: Buffer) => void) => (bytes: Buffer) => {
    lastActivity = performance.now();
    tell(() => take(bytes));
  };
  const stdout = createLineSplitter((line) => {
    tell(() => {
      noteActivity(line);
      options.onStdoutLine?.(line);
    });
  }, MAX_STDOUT_LINE_LENGTH);
  const stderr = createLineSplitter((line) => {
    stderrTail.push(line);
    if (stderrTail.length > tailLength) stderrTail.shift();
    tell(() => {
      noteActivity(line);
      options.onStderrLine?.(line);
    });
  }, MAX_STDERR_LINE_LENGTH);
  child.stdout?.on("data", options.onStdout ? takeBytes(options.onStdout) : stdout.push);
  child.stderr?.on("data", stderr.push);
  child.once("spawn", () => tell(() => child.pid !== undefined && options.onStart?.(child.pid)));
  // A process that ends without reading its input is judged by its exit code, not by EPIPE.
  child.stdin?.on("error", () => {});
  if (typeof options.input === "object") {
    if (child.stdin)
      feedInput(child.stdin, options.input, noteInput).catch((error: unknown) => tell(() => fail(error)));
  } else child.stdin?.end(options.input);

  const onAbort = () => end("abort");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const { stallMs, timeoutMs } = options;
  const stallTimer =
    stallMs === undefined
      ? undefined
      : setInterval(
          () => performance.now() - lastActivity > stallMs && end("stall"),
          Math.min(1000, Math.ceil(stallMs / 4)),
        );
  const timeoutTimer =
    timeoutMs === undefined ? undefined : setTimeout(() => end("timeout"), Math.min(timeoutMs, MAX_TIMER_MS));

  try {
    const { exitCode, signal } = await waitForClose(child, options.command);
    tellOfEnd({ exitCode, signal });
    stdout.flush();
    stderr.flush();
    if (listenerFailure !== null) throw (listenerFailure as { error: unknown }).error;
    if (wrapperCouldNotStart(options.command, exitCode, stderrTail.at(-1))) {
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

function checkDurations(options: RunToolOptions): void {
  for (const name of ["stallMs", "timeoutMs", "graceMs"] as const) {
    const value = options[name];
    if (value === undefined || value >= 0) continue;
    throw new TypeError(`Expected \`${name}\` to be a non-negative number, got \`${value}\``);
  }
}

function start(options: RunToolOptions): ChildProcess {
  const wrapped = options.diesWithParent === false ? options : wrapToDieWithParent(options.command, options.args);
  try {
    return spawn(wrapped.command, wrapped.args, {
      cwd: options.cwd,
      env: options.env ? { ...process.env, ...options.env } : undefined,
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } catch (error) {
    // Node throws what it does not emit: E2BIG, ENOMEM. Arguments it refuses itself are a programmer's fault.
    if (error instanceof TypeError) throw error;
    throw cannotStart(options.command, error as Error);
  }
}

function waitForClose(child: ChildProcess, command: string) {
  return new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", (cause) => reject(cannotStart(command, cause)));
    // A grandchild that keeps the pipes open would hold `close` back for ever; once the child itself is gone, its group
    // has nothing left to say. One that left the group cannot be reached, and is not listened to any longer.
    let lingering: NodeJS.Timeout | undefined;
    child.once("exit", () => {
      lingering = setTimeout(() => {
        signalGroup(child, "SIGKILL");
        lingering = setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, LINGER_MS);
      }, LINGER_MS);
    });
    child.once("close", (exitCode, signal) => {
      clearTimeout(lingering);
      resolve({ exitCode, signal });
    });
  });
}

function cannotStart(command: string, cause: Error): ProxxError {
  const { code } = cause as NodeJS.ErrnoException;
  const message = `Cannot start \`${command}\`: ${cause.message}`;
  if (code === "EAGAIN" || code === "ENOMEM" || code === "EMFILE" || code === "ENFILE") {
    return new ProxxError("tool_failed", message, {
      hint: "The machine is short of processes, memory or open files; try again when it has less to do.",
      retryable: true,
      cause,
    });
  }
  if (code === "E2BIG")
    return new ProxxError("tool_failed", message, { hint: "The arguments are too long for this system.", cause });
  return new ProxxError("tool_missing", message, {
    hint: "`proxx doctor` shows what is installed and how to install what is missing.",
    cause,
  });
}

function fail(error: unknown): never {
  throw error;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
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

import { spawn, type ChildProcess } from "node:child_process";
import { bundledProxx } from "./bundled-proxx.ts";

// What a program of the user's imports of Proxx, such as a provider, is that of this checkout.
const CONDITION = "--conditions=@proxx/source";

export interface ProxxRun {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningProxx {
  child: ChildProcess;
  /** What stderr has said so far. */
  stderr: () => string;
  /** Resolves as soon as stderr holds a text that matches. */
  said: (pattern: RegExp) => Promise<void>;
  finished: Promise<ProxxRun>;
}

export interface ProxxOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What it reads on its standard input. @default nothing */
  input?: string;
  /** A file descriptor to write to. @default a pipe that is read */
  stdout?: number;
  /** Another user than the test's, and the group of the same number. */
  uid?: number;
}

/** Starts the real `proxx` of this checkout, bundled, as a process of its own. */
export function startProxx(args: readonly string[], options: ProxxOptions = {}): RunningProxx {
  const child = spawn(process.execPath, [CONDITION, bundledProxx(), ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    stdio: [options.input === undefined ? "ignore" : "pipe", options.stdout ?? "pipe", "pipe"],
  });
  child.stdin?.end(options.input);
  let stdout = "";
  let stderr = "";
  const waiting = new Set<() => void>();
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const check of waiting) check();
  });
  const finished = new Promise<ProxxRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!pattern.test(stderr)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
      void finished.then(() =>
        pattern.test(stderr) ? resolve() : reject(new Error(`proxx ended without saying ${pattern}: ${stderr}`)),
      );
    });
  return { child, stderr: () => stderr, said, finished };
}

/** Runs `proxx` to its end. */
export function runProxx(args: readonly string[], options: ProxxOptions = {}): Promise<ProxxRun> {
  return startProxx(args, options).finished;
}

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ServerProgramConfig } from "./server-program.ts";

const PROGRAMS = {
  server: fileURLToPath(new URL("./server-program.ts", import.meta.url)),
  worker: fileURLToPath(new URL("./worker-program.ts", import.meta.url)),
};

export interface ServerProcess {
  /** Resolves with its address when it listens, with anything when it works, with null when it has ended before. */
  readonly ready: Promise<string | null>;
  /** From its start until it listened; 0 until then. */
  readonly readyMs: () => number;
  readonly stderr: () => string;
  readonly pid: number;
  /** Resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Asks it to end, and resolves when it has. */
  readonly stop: () => Promise<void>;
  readonly ended: Promise<void>;
}

export function startServer(config: ServerProgramConfig): ServerProcess {
  return start("server", config);
}

export function startWorker(config: ServerProgramConfig): ServerProcess {
  return start("worker", config);
}

function start(program: keyof typeof PROGRAMS, config: ServerProgramConfig): ServerProcess {
  const started = performance.now();
  const child = spawn(process.execPath, ["--conditions=@proxx/source", PROGRAMS[program], JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let readyMs = 0;
  const ready = new Promise<string | null>((resolve) => {
    createInterface({ input: child.stdout }).once("line", (line) => {
      readyMs = performance.now() - started;
      resolve(line);
    });
    void ended.then(() => resolve(null));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    ready,
    readyMs: () => readyMs,
    stderr: () => stderr,
    pid: child.pid ?? 0,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    ended,
  };
}

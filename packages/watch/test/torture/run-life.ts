import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Transition } from "../../src/index.ts";
import type { Ending } from "./ending.ts";

export interface RunnerConfig {
  /** Holds everything of the round: the watch folder, the sources, the outputs. */
  roundFolder: string;
  root: string;
  once: boolean;
  maxWorkers: number;
  recursive: boolean;
  settleSeconds: number;
  hardLinks: boolean;
  toolCacheFile: string;
  ending: Ending;
}

export interface Life {
  /** Where the runner was killed or a change failed; null when nothing befell it. */
  struckAt: string | null;
  transition: Transition | null;
  killed: boolean;
  /** Null for a life that ended as it may. */
  fault: string | null;
  recovered: number;
}

interface RunnerLine {
  event: string;
  at?: string;
  transition?: Transition;
  message?: string;
}

const LIMIT_SECONDS = 60;

/** One life of the runner, from its start to its end. `onLine` hears of each event, and may end it. */
export async function runLife(
  config: RunnerConfig,
  onLine: (event: string, terminate: () => void) => void,
): Promise<Life> {
  const child = spawn(
    process.execPath,
    ["--conditions=@proxx/source", join(import.meta.dirname, "runner-program.ts"), JSON.stringify(config)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const life: Life = { struckAt: null, transition: null, killed: false, fault: null, recovered: 0 };
  let stderr = "";
  let terminated = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { event, at, transition, message } = JSON.parse(line) as RunnerLine;
    if (event === "struck") Object.assign(life, { struckAt: at, transition: transition ?? null });
    if (event === "job-recovered") life.recovered++;
    if (event === "fatal") stderr += message;
    onLine(event, () => {
      // Once: a signal that comes while the program is ending already finds nobody to hear it.
      if (!terminated) child.kill("SIGTERM");
      terminated = true;
    });
  });

  const { ending } = config;
  // Counted in ticks: a machine that is put to sleep for a while has not been waiting.
  let ticks = 0;
  const limit = setInterval(() => ++ticks > LIMIT_SECONDS && child.kill("SIGKILL"), 1000);
  const timers: NodeJS.Timeout[] = [];
  if (ending.kind === "signal") {
    timers.push(setTimeout(() => child.kill(ending.signal), ending.afterMs));
    if (ending.killAfterMs !== null)
      timers.push(setTimeout(() => child.kill("SIGKILL"), ending.afterMs + ending.killAfterMs));
  }
  const started = performance.now();
  const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ code, signal }));
    },
  );
  clearInterval(limit);
  timers.forEach(clearTimeout);

  life.killed = signal === "SIGKILL";
  if (ending.kind === "signal" && signal !== null)
    life.struckAt = `${signal} after ${Math.round(performance.now() - started)} ms`;
  // SIGTERM comes before there is anybody to hear it when the program is still being loaded.
  const early = ending.kind === "signal" && ending.signal === "SIGTERM" && signal === "SIGTERM";
  const asked = life.struckAt !== null && (life.killed || ending.kind === "disk-fault");
  if (ticks > LIMIT_SECONDS) life.fault = `it did not end within ${LIMIT_SECONDS} s`;
  else if (code !== 0 && !asked && !early) life.fault = `it ended with ${signal ?? code}: ${stderr.trim()}`;
  return life;
}

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { bundledProxx } from "@proxx/testing/bundled-proxx";
import { processesOf, RUN_VARIABLE } from "../torture/processes-of.ts";

const PROXX = bundledProxx();

const TEXT = `# Bees in winter

A hive in winter is a warm ball of bees. In the middle sits the queen, and the others keep her warm.

## How they stay warm

The bees shiver with their wings held still. The outer ones change places with those inside.
`;
/** As small as a movie can be: three lines, a frame of 426 × 240, ten of them in a second. */
export const SETTINGS = { size: "426x240", fps: 10, seconds: 20 };
const OPTIONS = Object.entries(SETTINGS).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** Where a movie is made: its text, its folder, and a folder of its own for what is temporary. */
export interface MoviePlace {
  folder: string;
  out: string;
  temporary: string;
}

export function openPlace(folder: string): MoviePlace {
  const temporary = join(folder, "temporary");
  mkdirSync(temporary, { recursive: true });
  writeFileSync(join(folder, "bees.md"), TEXT);
  return { folder, out: join(folder, "out"), temporary };
}

export interface MovieProcess {
  child: ChildProcess;
  /** Resolves when the movie has come so far. */
  reached: (percent: number) => Promise<void>;
  finished: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Of this run, whoever started them. */
  processes: () => { pid: number; command: string }[];
}

/** Where the command keeps its compiled modules: the folder for what is temporary is looked at. */
const COMPILED = join(tmpdir(), "node-compile-cache");

let runs = 0;

/** Starts `proxx movie create` in a process group of its own. */
export function startMovie({ folder, temporary }: MoviePlace): MovieProcess {
  const run = `movie-${process.pid}-${++runs}`;
  const child = spawn(
    process.execPath,
    [PROXX, "movie", "create", "bees.md", "-o", "out", ...OPTIONS, "--progress", "json"],
    {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", TMPDIR: temporary, NODE_COMPILE_CACHE: COMPILED, [RUN_VARIABLE]: run },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  let stdout = "";
  let stderr = "";
  let percent = 0;
  const waiting = new Map<() => void, number>();
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  createInterface({ input: child.stderr ?? process.stdin }).on("line", (line) => {
    const told = /"progress":([\d.]+)/.exec(line)?.[1];
    if (told === undefined) stderr += `${line}\n`;
    percent = Math.max(percent, Number(told ?? 0));
    for (const [resolve, at] of waiting) if (percent >= at) resolve();
  });
  const finished = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    finished,
    reached: (at) => new Promise((resolve) => (percent >= at ? resolve() : waiting.set(resolve, at))),
    processes: () => processesOf(run),
  };
}

/** The moment at which something happens to a run: a share of the way, and a little later. */
export interface Moment {
  percent: number;
  delayMs: number;
}

export function randomMoment(random: () => number): Moment {
  // A tenth comes before anything is told, and what comes after the last frame takes a second of its own.
  const percent = random() < 0.1 ? 0 : Math.round(random() * 100);
  return { percent, delayMs: Math.round(random() * (percent === 0 || percent > 95 ? 1500 : 300)) };
}

/** Strikes a run at a moment, unless it has ended before. */
export async function strikeAt(
  movie: MovieProcess,
  { percent, delayMs }: Moment,
  strike: () => void,
): Promise<boolean> {
  const come = movie.reached(percent).then(() => wait(delayMs, true));
  const isThere = await Promise.race([come, movie.finished.then(() => false)]);
  if (isThere) strike();
  return isThere;
}

/** What still runs of a run after so long; it is ended then. */
export async function outlivedBy({ processes }: MovieProcess, limitMs: number): Promise<string[]> {
  const since = performance.now();
  for (;;) {
    const left = processes();
    if (left.length === 0) return [];
    if (performance.now() - since > limitMs) {
      for (const { pid } of left) process.kill(pid, "SIGKILL");
      return left.map(({ command }) => command);
    }
    await wait(10);
  }
}

/** What a decoder that takes no excuse says of a movie; empty where it says nothing. */
export function complaintsAbout(path: string): string {
  const run = spawnSync("ffmpeg", ["-v", "error", "-xerror", "-i", `file:${path}`, "-f", "null", "-"]);
  return run.status === 0 && run.stderr.length === 0 ? "" : run.stderr.toString() || `ffmpeg ended with ${run.status}`;
}

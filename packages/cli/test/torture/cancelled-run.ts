import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { executionSchema, type Execution } from "@proxx/contract";
import { bundledProxx } from "@proxx/testing/bundled-proxx";
import type { Cancellation } from "./cancellation.ts";
import { processesOf, RUN_VARIABLE } from "./processes-of.ts";

const PROXX = bundledProxx();
const ENGINE_PROGRAM = fileURLToPath(new URL("./engine-program.ts", import.meta.url));

export interface PlanRunOptions {
  /** For the environment: different for each run. */
  name: string;
  plan: object;
  /** Where the plan is written to. */
  planFile: string;
  home: string;
  toolCacheFile: string;
  keepIntermediates: boolean;
}

export type EngineProgramConfig = Pick<PlanRunOptions, "plan" | "home" | "toolCacheFile" | "keepIntermediates">;

export interface CancelledRun {
  /** The document that it ended with; null where it ended without one. */
  execution: Execution | null;
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  /** False where it ended before its moment came. */
  struck: boolean;
  /** From the cancellation until nothing of it ran any longer. */
  deathMs: number;
  /** What still ran two seconds after it. */
  outlived: string[];
}

export const DEATH_LIMIT_MS = 2000;
const RUN_LIMIT_MS = 120_000;

/** Runs a plan, and cancels it. `onEnded` looks on when nothing of it may run any longer, but the engine is still there. */
export async function runAndCancel(
  options: PlanRunOptions,
  cancellation: Cancellation,
  onEnded: () => void,
): Promise<CancelledRun> {
  writeFileSync(options.planFile, JSON.stringify(options.plan));
  const isProgram = cancellation.kind === "cancel" || cancellation.kind === "abort-signal";
  const child = isProgram ? startProgram(options) : startCommand(options);
  const limit = setTimeout(() => child.kill("SIGKILL"), RUN_LIMIT_MS);
  const begun = Promise.withResolvers<void>();
  const moment = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const closed = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  let stdout = "";
  let stderr = "";
  let document = "";
  const { atProgress, delayMs } = cancellation;
  if (!isProgram) begun.resolve();
  const readLine = (line: string) => {
    const { type, progress, execution } = parseLine(line);
    if (type === "ready") begun.resolve();
    if (type === "progress" && atProgress !== null && Number(progress) >= atProgress) moment.resolve();
    if (type !== "ended") return;
    document = JSON.stringify(execution);
    ended.resolve();
  };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const lines = isProgram ? child.stdout : child.stderr;
  if (lines !== null) createInterface({ input: lines }).on("line", readLine);

  const come = (atProgress === null ? begun : moment).promise.then(() => wait(delayMs, true));
  const over = isProgram ? Promise.race([ended.promise, closed]) : closed;
  const struck = await Promise.race([come, over.then(() => false)]);
  const struckAt = performance.now();
  if (struck) strike(child, cancellation);

  await over;
  const outlived = await untilDead(options.name, isProgram ? child.pid : undefined, struckAt);
  const deathMs = performance.now() - struckAt;
  if (isProgram) {
    onEnded();
    child.stdin?.end("close\n");
  }
  const { code, signal } = await closed;
  clearTimeout(limit);
  const execution = readExecution(isProgram ? document : stdout);
  return { execution, code, signal, stderr, struck, deathMs: struck ? deathMs : 0, outlived };
}

function startProgram({ name, plan, home, toolCacheFile, keepIntermediates }: PlanRunOptions): ChildProcess {
  const config: EngineProgramConfig = { plan, home, toolCacheFile, keepIntermediates };
  return spawn(process.execPath, ["--conditions=@proxx/source", ENGINE_PROGRAM, JSON.stringify(config)], {
    // The command's own cache of compiled modules, without which a second of each round is spent on loading.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"), [RUN_VARIABLE]: name },
    stdio: "pipe",
  });
}

function startCommand({ name, planFile, home, toolCacheFile, keepIntermediates }: PlanRunOptions): ChildProcess {
  const args = ["run-plan", planFile, "--home", home, "--progress", "json"];
  return spawn(process.execPath, [PROXX, ...args, ...(keepIntermediates ? ["--keep-intermediates"] : [])], {
    env: { ...process.env, XDG_CACHE_HOME: join(toolCacheFile, "../.."), [RUN_VARIABLE]: name },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function strike(child: ChildProcess, { kind }: Cancellation): void {
  if (kind === "cancel") child.stdin?.write("cancel\n");
  else if (kind === "abort-signal") child.stdin?.write("abort\n");
  else child.kill(kind);
}

async function untilDead(run: string, but: number | undefined, since: number): Promise<string[]> {
  for (;;) {
    const left = processesOf(run).filter(({ pid }) => pid !== but);
    if (left.length === 0) return [];
    if (performance.now() - since > DEATH_LIMIT_MS) {
      for (const { pid } of left) process.kill(pid, "SIGKILL");
      return left.map(({ command }) => command);
    }
    await wait(5);
  }
}

function parseLine(line: string): { type?: unknown; progress?: unknown; execution?: unknown } {
  try {
    return JSON.parse(line) as object;
  } catch {
    return {};
  }
}

function readExecution(text: string): Execution | null {
  try {
    return executionSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

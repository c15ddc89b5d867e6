import { mkdir } from "node:fs/promises";
import { styleText } from "node:util";
import { printable, ProxxError } from "@proxx/contract";
import {
  createWatcher,
  openWatchFolder,
  readWatchStatus,
  type WatchEventMap,
  type WatchEventName,
  type Watcher,
  type WatchStatus,
} from "@proxx/watch";
import { abortOnSignals } from "../input/abort-on-signals.ts";
import { readEnvironment } from "../input/environment.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatTable } from "../output/format-table.ts";
import { writeStdout } from "../output/write-stdout.ts";

export interface WatchOptions {
  once?: boolean;
  pollSeconds: number;
  maxWorkers: number;
  settleSeconds: number;
  stallSeconds: number;
  verify: "ends" | "full";
  recursive?: boolean;
  status?: boolean;
  json?: boolean;
  init?: boolean;
  logFormat: "human" | "json";
}

export async function watch(folder: string, options: WatchOptions): Promise<ExitCode> {
  const misused = findMisuse(options);
  if (misused !== null) {
    process.stderr.write(`error: ${misused}\n`);
    return EXIT_CODE.usage;
  }
  try {
    if (options.init) return await init(folder);
    if (options.status) return await status(folder, options.json ?? false);
    return await run(folder, options);
  } catch (error) {
    // Whatever ends a runner is fatal for it: 1, with the reason. Jobs' own failures never do.
    if (!(error instanceof ProxxError)) throw error;
    process.stderr.write(
      `${styleText("red", "✗", { stream: process.stderr })} ${line(error.message)}\n  → ${line(error.hint)}\n`,
    );
    return EXIT_CODE.validation;
  }
}

function findMisuse({ init, status, json, once }: WatchOptions): string | null {
  if (json && !status) return "`--json` goes with `--status`; what a runner logs is JSON with `--log-format json`";
  const modes = [init && "--init", status && "--status", once && "--once"].filter((mode) => typeof mode === "string");
  return modes.length > 1 ? `${modes.map((mode) => `\`${mode}\``).join(" and ")} do not go together` : null;
}

async function init(path: string): Promise<ExitCode> {
  await mkdir(path, { recursive: true });
  const { root } = await openWatchFolder(path);
  await writeStdout(
    `${root} is a watch folder now: drop JobSpecs into ${root}/pending, and run \`proxx watch ${path}\`.\n`,
  );
  return EXIT_CODE.success;
}

async function run(folder: string, options: WatchOptions): Promise<ExitCode> {
  using signals = abortOnSignals();
  const watcher = createWatcher(folder, {
    once: options.once ?? false,
    pollSeconds: options.pollSeconds,
    maxWorkers: options.maxWorkers,
    settleSeconds: options.settleSeconds,
    stallSeconds: options.stallSeconds,
    recursive: options.recursive ?? false,
    verify: options.verify,
    toolCacheFile: readEnvironment().toolCacheFile,
  });
  // A log that cannot be written (its disk is full, its reader has gone) is no reason to end an encode.
  process.stdout.on("error", () => {});
  if (options.logFormat === "json") printJson(watcher);
  else printLines(watcher);
  signals.signal.addEventListener("abort", () => void watcher.close(), { once: true });
  await watcher.run();
  return EXIT_CODE.success;
}

const EVENT_NAMES: readonly WatchEventName[] = [
  "watch-started",
  "job-recovered",
  "job-waiting",
  "entry-ignored",
  "job-claimed",
  "clip-progress",
  "job-finished",
  "job-unsettled",
  "watch-held",
  "watch-resumed",
  "watch-stopped",
];

/** What is said of names and paths from outside, as a piece of one line that a terminal can be shown. */
function line(text: string): string {
  return printable(text, 1000);
}

const UNSAFE_IN_LOGS = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gv;

function escapeUnits(text: string): string {
  return text.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function printJson(watcher: Watcher): void {
  for (const name of EVENT_NAMES) {
    watcher.on(name, (event: object) => {
      const text = JSON.stringify({ time: new Date().toISOString(), event: name, ...event });
      // JSON escapes the control characters of ASCII and no others; escaped, the names are still exact.
      process.stdout.write(`${text.replaceAll(UNSAFE_IN_LOGS, escapeUnits)}\n`);
    });
  }
}

function printLines(watcher: Watcher): void {
  const paint = (format: "green" | "red" | "yellow" | "gray", text: string) =>
    styleText(format, text, { stream: process.stdout });
  const print = (text: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
  const on = <Name extends WatchEventName>(name: Name, describe: (event: WatchEventMap[Name][0]) => string | null) => {
    watcher.on<WatchEventName>(name, (event: unknown) => {
      const text = describe(event as WatchEventMap[Name][0]);
      if (text !== null) print(text);
    });
  };
  on(
    "watch-started",
    ({ root, maxWorkers }) => `watching ${line(root)} with ${maxWorkers} ${maxWorkers === 1 ? "worker" : "workers"}`,
  );
  on("job-recovered", ({ spec, why, to }) => `${paint("yellow", "!")} ${line(spec)}: ${line(why)} → ${line(to)}`);
  on("job-waiting", ({ spec, why }) => `${paint("gray", "…")} ${line(spec)} waits: ${line(why)}`);
  on("entry-ignored", ({ spec, why }) => `${paint("gray", "–")} ${line(spec)} is not taken: ${line(why)}`);
  on(
    "job-claimed",
    ({ spec, workerId, clips }) =>
      `${paint("gray", "▶")} ${line(spec)} (${clips} ${clips === 1 ? "clip" : "clips"}, worker ${workerId})`,
  );
  on("clip-progress", ({ spec, progress }) =>
    progress.type === "clip-finished" && progress.totalClips > 1
      ? `  ${line(spec)}: clip ${progress.clip + 1}/${progress.totalClips} ${progress.status}`
      : null,
  );
  on("job-finished", ({ spec, status, to, why }) =>
    status === "COMPLETED"
      ? `${paint("green", "✓")} ${line(spec)} → ${line(to)}`
      : `${paint("red", "✗")} ${line(spec)} ${status}: ${line(why ?? "")} → ${line(to)}`,
  );
  on(
    "job-unsettled",
    ({ spec, why }) =>
      `${paint("red", "!")} ${line(spec)} is done and cannot be put away: ${line(why)} Trying again; nothing new is claimed until then.`,
  );
  on("watch-held", ({ why }) => `${paint("red", "!")} held: ${line(why)} Looking again at each poll.`);
  on("watch-resumed", () => "going on");
  on("watch-stopped", ({ completed, failed }) => `stopped: ${completed} completed, ${failed} failed`);
}

async function status(folder: string, json: boolean): Promise<ExitCode> {
  const found = await readWatchStatus(folder);
  await writeStdout(json ? `${JSON.stringify(found, null, 2)}\n` : describeStatus(found));
  return EXIT_CODE.success;
}

function describeStatus({ root, counts, runner, running }: WatchStatus): string {
  const who =
    runner === null
      ? "nobody watches"
      : `${runner.alive ? "watched" : "left behind"} by process ${runner.pid} on ${runner.host} since ${runner.since}`;
  const rows = Object.entries(counts).map(([name, count]) => [`  ${name}`, String(count)]);
  const jobs = running.map(
    ({ spec, since, clips, published }) =>
      `  ▶ ${line(spec)} since ${since ?? "?"}, ${published} of ${clips ?? "?"} clips published\n`,
  );
  return `${root}: ${who}\n${formatTable(rows)}\n${jobs.join("")}`;
}

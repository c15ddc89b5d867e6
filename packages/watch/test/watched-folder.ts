import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { jobResultSchema, type JobResult, type JobSpec } from "@proxx/contract";
import { AT_ITS_PACE, makeClip, startProxx, temporaryFolder, testPicture, type RunningProxx } from "@proxx/testing";
import type { StateFolder, WatchEventMap, WatchEventName } from "@proxx/watch";
import { expect } from "vitest";

export type LoggedEvent = {
  [Name in WatchEventName]: { time: string; event: Name } & WatchEventMap[Name][0];
}[WatchEventName];
type EventNamed<Name extends WatchEventName> = Extract<LoggedEvent, { event: Name }>;

/** A `proxx watch` of this checkout as a process of its own, with what it logs. */
export interface RunningWatch extends RunningProxx {
  events: LoggedEvent[];
  /** The first event of a name, past or to come, that is wanted; rejects when the runner ends without it. */
  saw<Name extends WatchEventName>(
    name: Name,
    wanted?: (event: EventNamed<Name>) => boolean,
  ): Promise<EventNamed<Name>>;
  named<Name extends WatchEventName>(name: Name): EventNamed<Name>[];
  /** SIGTERM, and the end. */
  stop(): RunningProxx["finished"];
}

export interface WatchedFolder {
  folder: string;
  root: string;
  output: string;
  /** A good JobSpec for a tiny clip; the output is named for `name`. */
  spec: (name: string, fields?: Partial<Record<keyof JobSpec, unknown>>) => Record<string, unknown>;
  /** Writes a document, or any text or bytes, into pending/; without one a good JobSpec. */
  drop: (name: string, document?: unknown) => void;
  start: (...args: readonly string[]) => RunningWatch;
  /** The visible names in a state folder, in order. */
  list: (state: StateFolder) => string[];
  result: (state: "completed" | "failed", spec: string) => JobResult;
  isThere: (path: string) => boolean;
}

/** Quick looks, so that no test waits for a poll. */
export const QUICK = ["--settle-seconds", "0", "--poll-seconds", "0.1"];

export function watchedFolder(folder = temporaryFolder()): WatchedFolder {
  const root = join(folder, "watch");
  const output = join(folder, "proxies");
  for (const made of ["pending", "running", "completed", "failed"]) mkdirSync(join(root, made), { recursive: true });
  mkdirSync(output, { recursive: true });
  const spec: WatchedFolder["spec"] = (name, fields = {}) => ({
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: [tinyClip()],
    output_dir: output,
    output_name_template: name.replaceAll(/[^A-Za-z0-9~]/g, "_"),
    codec: "h264",
    container: "mp4",
    resolution: "same",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
    ...fields,
  });
  return {
    folder,
    root,
    output,
    spec,
    drop: (name, document = spec(name)) => {
      const path = join(root, "pending", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, textOf(document));
    },
    start: (...args) => startWatch(["watch", root, "--log-format", "json", ...args], { env: { PATH: AT_ITS_PACE } }),
    list: (state) => listing(join(root, state)),
    result: (state, name) => readResult(join(root, state, name)),
    isThere: (path) => existsSync(join(root, path)),
  };
}

export function startWatch(args: readonly string[], options: Parameters<typeof startProxx>[1] = {}): RunningWatch {
  const running = startProxx(args, options);
  const events: LoggedEvent[] = [];
  const checks = new Set<() => void>();
  let rest = "";
  running.child.stdout?.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    events.push(...lines.map((line) => JSON.parse(line) as LoggedEvent));
    for (const check of checks) check();
  });
  const saw: RunningWatch["saw"] = (name, wanted = () => true) =>
    new Promise((resolve, reject) => {
      type Wanted = EventNamed<typeof name>;
      const check = () => {
        const found = events.find((event) => event.event === name && wanted(event as Wanted));
        if (found === undefined) return;
        checks.delete(check);
        resolve(found as Wanted);
      };
      checks.add(check);
      check();
      void running.finished.then(({ code, stderr }) => {
        check();
        reject(
          new Error(
            `The runner ended with ${code} without ${name}: ${stderr}\n${events.map((event) => JSON.stringify(event)).join("\n")}`,
          ),
        );
      });
    });
  return {
    ...running,
    events,
    saw,
    named: (name) => events.filter((event): event is EventNamed<typeof name> => event.event === name),
    stop: () => {
      running.child.kill("SIGTERM");
      return running.finished;
    },
  };
}

/** Waits for something on disk. */
export async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 30_000, interval: 10 }).toBe(true);
}

/** Names with what tells whether somebody has touched the file. */
export function facts(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(["", ...names].toSorted().map((name) => [name, factsOf(join(folder, name))]));
}

function factsOf(path: string): string {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "gone" : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

/** Five small frames: a job of a fifth of a second. */
export function tinyClip(): string {
  return makeClip("tiny.mov", [
    ...testPicture({ size: "128x72", seconds: 0.2 }),
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
  ]);
}

/** Fields of a job that takes `seconds` where ffmpeg goes at the pace of its source, whatever the machine can do. */
export function slowJob(seconds = 30): Partial<Record<keyof JobSpec, unknown>> {
  const clip = makeClip(`slow-${seconds}.mov`, [
    ...testPicture({ size: "160x96", seconds }),
    ...["-vf", "noise=alls=20:allf=t", "-c:v", "mpeg4", "-q:v", "5"],
  ]);
  return { sources: [clip], codec: "prores_proxy", container: "mov", proxy_profile: "proxy_prores_proxy_fast" };
}

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !/\.journal(\.result)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

function readResult(specPath: string): JobResult {
  return jobResultSchema.parse(JSON.parse(readFileSync(specPath.replace(/\.json$/, ".result.json"), "utf8")));
}

function textOf(document: unknown): string | Uint8Array {
  return typeof document === "string" || document instanceof Uint8Array ? document : JSON.stringify(document);
}

/** The command lines of running processes that name a folder. */
export function processesNaming(folder: string): string[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      return command.includes(folder) ? [command] : [];
    } catch {
      return [];
    }
  });
}

import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Execution, Video } from "@proxx/contract";
import { groupDegradations, listJobs } from "./group-degradations.ts";
import type { LogLevel } from "./log.ts";

/** Something to be said of an execution that has ended. */
export interface Remark {
  level: Exclude<LogLevel, "silent" | "debug">;
  text: string;
  hint?: string;
}

/** What a person wants to know of an execution that has ended, the most important last. */
export function describeExecution(
  execution: Execution,
  /** The file that was written for the user. @default null, the artifact itself is named */
  writtenTo: string | null = null,
): Remark[] {
  const { jobs, status, error, degradations, result, results } = execution;
  const failed = jobs.filter(({ status }) => status === "failed");
  const skipped = jobs.filter(({ status }) => status === "skipped").map(({ id }) => id);
  return [
    ...groupDegradations(degradations).map(({ jobIds, message, hint }): Remark => ({
      level: "warn",
      text: `${listJobs(jobIds)}: ${message}`,
      hint,
    })),
    ...failed.flatMap(({ id, error: failure }): Remark[] =>
      failure === null ? [] : [{ level: "error", text: `${id}: ${failure.message}`, hint: failure.hint }],
    ),
    ...(skipped.length === 0 ? [] : [{ level: "warn", text: `skipped for it: ${listJobs(skipped)}` } as const]),
    // A fault that is no job's. That it was cancelled is said with its end.
    ...(status === "failed" && error !== null && failed.length === 0
      ? [{ level: "error", text: error.message, hint: error.hint } as const]
      : []),
    ...(result !== null && writtenTo !== null ? misnamed(result, writtenTo) : []),
    ...Object.entries(results).map(([name, made]) => describeResult(name, made)),
    describeEnd(execution, writtenTo),
  ];
}

/** What the plan's `outputs` ask for, by its name. */
function describeResult(name: string, made: Video | null): Remark {
  const text = made === null ? "words, which its job has" : `${pathOf(made.url)}  ${describeVideo(made)}`;
  return { level: "info", text: `${name}: ${text}` };
}

function misnamed({ url, mediaType }: Video, writtenTo: string): Remark[] {
  const named = extname(writtenTo).toLowerCase();
  const actual = extname(url);
  if (actual === "" || named === actual) return [];
  return [{ level: "warn", text: `${writtenTo} holds ${mediaType}`, hint: `Its name should end with \`${actual}\`.` }];
}

function describeEnd(execution: Execution, writtenTo: string | null): Remark {
  const { status, result, jobs, totalJobs, completedJobs } = execution;
  const time = formatDuration(secondsTaken(execution));
  if (status === "completed") {
    const reused = jobs.filter((job) => job.reused).length;
    const work = `${count(totalJobs)} in ${time}${reused === 0 ? "" : `, ${reused === totalJobs ? "all" : reused} reused`}`;
    if (result === null) return { level: "info", text: `done, without a file (${work})` };
    return { level: "info", text: `${writtenTo ?? pathOf(result.url)}  ${describeVideo(result)}  (${work})` };
  }
  const word = status === "cancelled" ? "cancelled" : "failed";
  const kept =
    completedJobs === 0
      ? "no job was done"
      : `${completedJobs} of ${count(totalJobs)} ${completedJobs === 1 ? "is" : "are"} done, and the next run reuses what ${completedJobs === 1 ? "it" : "they"} made`;
  return { level: status === "cancelled" ? "warn" : "error", text: `${word} after ${time}: ${kept}` };
}

function secondsTaken({ createdAt, completedAt }: Execution): number {
  return completedAt === null ? 0 : (Date.parse(completedAt) - Date.parse(createdAt)) / 1000;
}

function describeVideo({ width, height, fps, duration, size }: Video): string {
  return [
    ...(width === null || height === null ? [] : [`${width}×${height}`]),
    ...(fps === null ? [] : [`${Math.round(fps * 100) / 100} fps`]),
    ...(duration === null ? [] : [formatDuration(duration)]),
    formatBytes(size),
  ].join(", ");
}

function pathOf(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

function count(jobs: number): string {
  return `${jobs} job${jobs === 1 ? "" : "s"}`;
}

/** `2.5 s`, `2:03` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  if (seconds < 59.95) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** `126 kB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  // What would be rounded to 1000 of one is 1 of the next.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`;
}

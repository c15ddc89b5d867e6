import { stripVTControlCharacters } from "node:util";
import type { ExecutionProgress } from "@proxx/contract";
import { expect, it } from "vitest";
import { createPlanProgress, type PlanProgressMode } from "./plan-progress.ts";

const progress = (fields: Partial<ExecutionProgress> = {}): ExecutionProgress => ({
  progress: 41.7,
  currentJob: "film",
  message: "rendering",
  completedJobs: 2,
  totalJobs: 5,
  etaSeconds: 2.2,
  ...fields,
});

function write(mode: PlanProgressMode, columns: number, ...told: ExecutionProgress[]): string {
  let text = "";
  const terminal = { columns, write: (part: string) => (text += part) };
  const shown = createPlanProgress(mode, terminal);
  for (const entry of told) shown.show(entry);
  shown.clear();
  return text;
}

it("draws a bar with the current job, and takes it away", () => {
  const text = write("bar", 80, progress());
  expect(stripVTControlCharacters(text)).toBe(
    `\r${"█".repeat(10)}${"░".repeat(14)}  41 %  2/5 jobs, 3 s left  film: rendering\r`,
  );
  expect(text.endsWith("\r\u001b[K")).toBe(true);
});

it.each([20, 30, 40, 52, 60, 80, 200])("keeps within %i columns, whatever is to be said", (columns) => {
  const said = [
    progress({
      currentJob: "x".repeat(64),
      message: "waits\u001b[2J for\n\u202e somebody".repeat(9),
      etaSeconds: 86_399,
    }),
    progress({ progress: 100, totalJobs: 1000, completedJobs: 1000 }),
    progress({ progress: 0, currentJob: null, message: null, etaSeconds: null }),
  ];
  for (const one of said) {
    const text = write("bar", columns, one);
    expect(text).not.toContain("\n");
    expect(text).not.toContain("\u001b[2J");
    const [, line = ""] = stripVTControlCharacters(text).split("\r");
    expect(line.length).toBeLessThan(columns);
    expect(line).toContain(" %");
  }
});

it("writes a line for every tenth into a log", () => {
  const told = [0, 3, 12, 19, 55, 100].map((percent) => progress({ progress: percent }));
  expect(write("plain", 80, ...told, progress({ progress: 100, currentJob: null, message: null }))).toBe(
    [0, 10, 50, 100].map((percent) => `${percent} % (2/5 jobs, 3 s left) film: rendering\n`).join(""),
  );
});

it("writes JSON lines for programs, and nothing where nothing is wanted", () => {
  expect(JSON.parse(write("json", 80, progress()))).toEqual({ type: "progress", ...progress() });
  expect(write("none", 80, progress())).toBe("");
});

it("lets log lines scroll above it", () => {
  let text = "";
  const shown = createPlanProgress("bar", { columns: 80, write: (part: string) => (text += part) });
  shown.show(progress());
  text = "";
  shown.writeAbove("first line\n");
  shown.writeAbove("second line\n");
  expect(text).toBe("\r\u001b[Kfirst line\nsecond line\n");
});

import { readFileSync } from "node:fs";

/** What a step wrote down. */
export interface LogLine {
  readonly what: "began" | "ended";
  readonly name: string;
  readonly pid: number;
  readonly atMs: number;
}

export function readLog(log: string): LogLine[] {
  return readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, what, name = "", pid, atMs] = /^(began|ended) (.*) (\d+) (\d+)$/.exec(line) ?? [];
      return what === "began" || what === "ended" ? [{ what, name, pid: Number(pid), atMs: Number(atMs) }] : [];
    });
}

/** How often each step ran to its end, by its name. */
export function endsOf(log: string): Map<string, number> {
  const ends = new Map<string, number>();
  for (const { what, name } of readLog(log)) if (what === "ended") ends.set(name, (ends.get(name) ?? 0) + 1);
  return ends;
}

/** How many times steps ran to their end although they had done so before. */
export function repeatsOf(log: string): number {
  return [...endsOf(log).values()].reduce((sum, count) => sum + count - 1, 0);
}

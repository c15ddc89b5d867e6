import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { PlanViolation } from "./plan-figures.ts";

/** What lies below the work folder. */
export function workLeft(home: string): string[] {
  const work = join(home, "work");
  return existsSync(work) ? readdirSync(work, { recursive: true }).map(String) : [];
}

/** Every file of the store has to be what its name says; beside it lies a note, which may be missing or half written. */
export function findHalfArtifacts(home: string): PlanViolation[] {
  const folder = join(home, "artifacts");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry): PlanViolation[] => {
    if (!entry.isFile() || /\.note(?:\.[0-9a-f-]{36})?$/.test(entry.name)) return [];
    const path = join(entry.parentPath, entry.name);
    const named = `${entry.parentPath.slice(-2)}${entry.name.split(".")[0]}`;
    const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
    return sha256 === named ? [] : [{ figure: "halfArtifacts", detail: path }];
  });
}

/** The jobs whose files are stored and noted as made, by what lies on the disk. */
export function finishedJobs(home: string): string[] {
  const folder = join(home, "reuse");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || !entry.name.endsWith(".json")) return [];
    const record = JSON.parse(readFileSync(join(entry.parentPath, entry.name), "utf8")) as {
      jobId: string;
      deferred: boolean;
    };
    return record.deferred ? [] : [record.jobId];
  });
}

import { ProxxError, type Issue } from "@proxx/contract";
import type { CheckedPlan } from "../plan/check-plan.ts";
import { readStamp } from "../store/file-stamp.ts";
import { locateSource } from "./source-location.ts";

/** The files a plan names that are not there: said before anything runs, and is paid for. */
export async function findMissingSources(plan: CheckedPlan, baseFolder: string): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const { from, place } of plan.jobs.toSorted((a, b) => a.index - b.index).flatMap((job) => job.sources)) {
    if (from.kind !== "location") continue;
    try {
      const location = locateSource(from.location, baseFolder);
      if (location.kind === "url" || (await isFile(location.path))) continue;
      issues.push({
        path: place,
        code: "source_missing",
        message: `There is no file ${location.shown}.`,
        hint: "Check the path; a relative one begins at the folder of the plan.",
      });
    } catch (error) {
      if (!(error instanceof ProxxError)) throw error;
      issues.push({ path: place, code: error.code, message: error.message, hint: error.hint });
    }
  }
  return issues;
}

async function isFile(path: string): Promise<boolean> {
  // What cannot be looked at is told of when it is read, with the reason.
  return (await readStamp(path).catch(() => true)) !== null;
}

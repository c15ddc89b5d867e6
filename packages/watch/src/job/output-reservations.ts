import type { Issue } from "@proxx/contract";
import { foldName } from "@proxx/media";
import type { PreparedJob } from "@proxx/transcode";

/** Which spec writes which output, of the jobs that run now: two that do not differ but in case are one. */
export interface OutputReservations {
  /** Takes all outputs of a job, or none and says which another one has. */
  reserve(spec: string, job: PreparedJob): Issue[];
  release(spec: string): void;
}

export function createOutputReservations(): OutputReservations {
  const owners = new Map<string, string>();
  return {
    reserve: (spec, job) => {
      const issues = [...findConflicts(job, owners)];
      if (issues.length === 0) for (const { outputPath } of job.clips) owners.set(foldName(outputPath), spec);
      return issues;
    },
    release: (spec) => {
      for (const [fold, owner] of owners) if (owner === spec) owners.delete(fold);
    },
  };
}

function* findConflicts(job: PreparedJob, owners: ReadonlyMap<string, string>): Generator<Issue> {
  for (const [index, { outputPath }] of job.clips.entries()) {
    const owner = owners.get(foldName(outputPath));
    if (owner === undefined) continue;
    yield {
      path: `$.sources[${index}]`,
      code: "output_claimed",
      message: `The output ${outputPath} is being written by the running job ${owner}.`,
      hint: "Change `output_dir` or `output_name_template` of one of them.",
    };
  }
}

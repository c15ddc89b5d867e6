import { JOBSPEC_VERSION, type JobSpec } from "@proxx/contract";

/** A JobSpec with the version and the time filled in; both can be given, for a spec that must not change. */
export function createJobSpec(
  fields: Omit<JobSpec, "jobspec_version" | "created_at"> & Partial<Pick<JobSpec, "created_at">>,
  now: () => Date = () => new Date(),
): JobSpec {
  return { jobspec_version: JOBSPEC_VERSION, created_at: now().toISOString(), ...fields };
}

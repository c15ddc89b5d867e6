import type { CheckedJobSpec, Issue } from "@proxx/contract";
import type { PrepareOptions } from "../prepare-job.ts";
import type { Profile } from "../profiles.ts";
import type { ResolveApplication } from "./find-resolve.ts";

export async function checkResolve(
  _fields: Partial<CheckedJobSpec>,
  _profile: Profile,
  _options: PrepareOptions,
): Promise<{ issues: Issue[]; application: ResolveApplication | null }> {
  return { issues: [], application: null };
}

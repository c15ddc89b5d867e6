import { explainMiss, type MissedJob } from "./explain-miss.ts";
import type { Lookup } from "./find-reusable.ts";
import type { Ingredients } from "./job-key.ts";
import type { ReuseRecord } from "./reuse-index.ts";

/** Why what a job would make is there, or is not. Sentences. */
export async function explainLookup(
  lookup: Lookup,
  job: Omit<MissedJob, "ingredients"> & { readonly ingredients: Ingredients | null },
  /** What was made by the same operation before. */
  listEarlier: () => Promise<readonly ReuseRecord[]>,
): Promise<string[]> {
  const { ingredients } = job;
  if (lookup.found !== null) return ["made before, of the same"];
  if (lookup.reason === "gone") return ["its file is gone from the store"];
  if (lookup.reason === "altered") return ["its file in the store is not what it was"];
  if (lookup.reason === "deferred") return ["it has no file of its own"];
  return ingredients === null ? [] : explainMiss({ ...job, ingredients }, await listEarlier());
}

import { explainMiss, type MissedJob } from "./explain-miss.ts";
import type { Lookup } from "./find-reusable.ts";
import type { Ingredients } from "./job-key.ts";
import type { EarlierRecord, ReuseIndex } from "./reuse-index.ts";

/** Explains the look-ups of one execution, in their order: what is made again makes others anew. */
export function createLookupExplainer(reuse: ReuseIndex) {
  const madeAgain = new Set<string>();
  /** By type; asked for once. */
  const earlier = new Map<string, Promise<EarlierRecord[]>>();

  function readEarlier(type: string): Promise<EarlierRecord[]> {
    const latest = earlier.get(type) ?? reuse.latest(type);
    earlier.set(type, latest);
    return latest;
  }

  return (
    lookup: Lookup,
    { id, type, sources }: Pick<MissedJob, "id" | "sources"> & { readonly type: string },
    ingredients: Ingredients | null,
  ): Promise<string[]> => {
    if (lookup.found === null) madeAgain.add(id);
    return explainLookup(lookup, { id, sources, ingredients, madeAgain }, () => readEarlier(type));
  };
}

/** Why what a job would make is there, or is not. Sentences. */
export async function explainLookup(
  lookup: Lookup,
  job: Omit<MissedJob, "ingredients"> & { readonly ingredients: Ingredients | null },
  /** What was made by the same operation before. */
  readEarlier: () => Promise<readonly EarlierRecord[]>,
): Promise<string[]> {
  const { ingredients } = job;
  if (lookup.found !== null) return ["made before, of the same"];
  if (lookup.reason === "gone") return ["its file is gone from the store"];
  if (lookup.reason === "altered") return ["its file in the store is not what it was"];
  if (lookup.reason === "deferred") return ["it has no file of its own"];
  return ingredients === null ? [] : explainMiss({ ...job, ingredients }, await readEarlier());
}

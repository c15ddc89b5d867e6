import { createHash } from "node:crypto";
import { canonicalJson, type Source } from "@proxx/contract";
import { z } from "zod";
import type { CheckedJob } from "../plan/check-plan.ts";

/** Everything that decides what a job makes. */
export const ingredientsSchema = z.object({
  type: z.string(),
  version: z.number(),
  /** With the places of inputs empty; text that is given stands in its place. */
  params: z.unknown(),
  /** By place in the parameters: the identity of what is put in. Apart from them, so that no parameter can pass for one. */
  inputs: z.record(z.string(), z.string()),
  provider: z.string().nullable(),
  build: z.record(z.string(), z.string()),
});
export type Ingredients = z.output<typeof ingredientsSchema>;

/** The ingredients of a job whose inputs have these identities, by the inputs' places. */
export function ingredientsOf(job: CheckedJob, identities: ReadonlyMap<Source, string>): Ingredients {
  const inputs: Record<string, string> = {};
  for (const { source, path } of job.sources) {
    const identity = identities.get(source);
    if (identity !== undefined) inputs[placeKey(path)] = identity;
  }
  const { provider, build } = job.approach;
  return {
    type: job.type,
    version: job.operation.version,
    params: job.paramsInKey,
    inputs,
    provider,
    build: { ...build },
  };
}

/** SHA-256 of the ingredients: the same key, the same bytes. */
export function jobKey(ingredients: Ingredients): string {
  return createHash("sha256").update(canonicalJson(ingredients)).digest("hex");
}

export function placeKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

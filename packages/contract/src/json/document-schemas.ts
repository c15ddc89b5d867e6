import { z } from "zod";
import { jobResultSchema } from "../job-spec/job-result.ts";
import { jobSpecSchema } from "../job-spec/job-spec.ts";
import { executionSchema, webhookBodySchema } from "../execution/execution.ts";
import { jobNodeSchema, MAX_JOBS, planSchema } from "../plan/plan.ts";
import type { Signature } from "../operation/signature.ts";
import { movieConfigSchema } from "../script/movie-config.ts";
import { scriptSchema } from "../script/script.ts";

/** A plan with the parameters of these operations, which the program itself checks job by job. */
export function planDocumentSchema(signatures: readonly Signature[]) {
  return planSchema
    .extend({
      jobs: z
        .array(z.union(signatures.map(jobOf)))
        .min(1)
        .max(MAX_JOBS),
    })
    .meta({ title: "Plan", description: "A graph of media operations" });
}

function jobOf({ type, summary, params }: Signature) {
  return jobNodeSchema
    .extend({ type: z.literal(type), params: params.optional() })
    .meta({ title: type, description: summary });
}

const DOCUMENTS = {
  jobspec: { schemaOf: () => jobSpecSchema, io: "input" },
  result: { schemaOf: () => jobResultSchema, io: "output" },
  plan: { schemaOf: planDocumentSchema, io: "input" },
  execution: { schemaOf: () => executionSchema, io: "output" },
  script: { schemaOf: () => scriptSchema, io: "input" },
  "movie-config": { schemaOf: () => movieConfigSchema, io: "input" },
  webhook: { schemaOf: () => webhookBodySchema, io: "output" },
} as const;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as readonly DocumentName[];

/** The JSON Schema (draft 2020-12) of a document, made from the schema the code itself checks with: a plan's of these operations. */
export function documentJsonSchema(name: DocumentName, signatures: readonly Signature[]): Record<string, unknown> {
  const { schemaOf, io } = DOCUMENTS[name];
  // What is checked by code alone says in its description what it is.
  return z.toJSONSchema(schemaOf(signatures), { io, unrepresentable: "any" });
}

import { z } from "zod";
import { jobResultSchema } from "../job/job-result.ts";
import { jobSpecSchema } from "../job/job-spec.ts";
import { executionSchema, webhookBodySchema } from "../plan/execution.ts";
import { jobNodeSchema, MAX_JOBS, planSchema } from "../plan/plan.ts";
import { SIGNATURES } from "../plan/signatures/all.ts";
import type { Signature } from "../plan/signatures/signature.ts";

/** A plan with the parameters of every operation, which the program itself checks job by job. */
export const planDocumentSchema = planSchema
  .extend({
    jobs: z
      .array(z.union(Object.values(SIGNATURES).map(jobOf)))
      .min(1)
      .max(MAX_JOBS),
  })
  .meta({ title: "Plan", description: "A graph of media operations" });

function jobOf({ type, summary, params }: Signature) {
  return jobNodeSchema
    .extend({ type: z.literal(type), params: params.optional() })
    .meta({ title: type, description: summary });
}

const DOCUMENTS = {
  jobspec: { schema: jobSpecSchema, io: "input" },
  result: { schema: jobResultSchema, io: "output" },
  plan: { schema: planDocumentSchema, io: "input" },
  execution: { schema: executionSchema, io: "output" },
  webhook: { schema: webhookBodySchema, io: "output" },
} as const;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as readonly DocumentName[];

/** The JSON Schema (draft 2020-12) of a document, made from the schema the code itself checks with. */
export function documentJsonSchema(name: DocumentName): Record<string, unknown> {
  const { schema, io } = DOCUMENTS[name];
  // What is checked by code alone says in its description what it is.
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}

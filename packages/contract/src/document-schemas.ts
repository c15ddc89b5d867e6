import { z } from "zod";
import { jobResultSchema } from "./job-result.ts";
import { jobSpecSchema } from "./job-spec.ts";

const DOCUMENTS = {
  jobspec: { schema: jobSpecSchema, io: "input" },
  result: { schema: jobResultSchema, io: "output" },
} as const;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as readonly DocumentName[];

/** The JSON Schema (draft 2020-12) of a document, made from the schema the code itself checks with. */
export function documentJsonSchema(name: DocumentName): Record<string, unknown> {
  const { schema, io } = DOCUMENTS[name];
  return z.toJSONSchema(schema, { io });
}

import { join } from "node:path";
import { artifactSchema, degradationSchema, transcriptSchema } from "@proxx/contract";
import { z } from "zod";
import { ingredientsSchema } from "./job-key.ts";
import { readJsonFile, writeJsonFile } from "./json-file.ts";
import { createLatestNames } from "./latest-names.ts";

export const reuseRecordSchema = z.object({
  ingredients: ingredientsSchema,
  /** As it was called when it was made; a help to whoever compares. */
  jobId: z.string(),
  /** Left to the job that took it, which has no file of this one's. */
  deferred: z.boolean(),
  outputs: z.array(artifactSchema.omit({ url: true })),
  transcript: transcriptSchema.nullable(),
  degradations: z.array(degradationSchema.omit({ jobId: true })),
  /** What is known of a part beside its bytes; of what a job made, the rest of this says it. */
  facts: z.unknown().optional(),
  madeAt: z.string(),
});

/** What was made of which ingredients. */
export type ReuseRecord = z.output<typeof reuseRecordSchema>;

/** What is compared with what a job would make now. */
export type EarlierRecord = Pick<ReuseRecord, "ingredients" | "jobId" | "madeAt">;

export interface ReuseIndex {
  read(type: string, key: string): Promise<ReuseRecord | null>;
  /** After its artifacts are stored. */
  write(key: string, record: ReuseRecord): Promise<void>;
  /** The latest of an operation, to find out why nothing fits: no more the longer its history is. */
  latest(type: string): Promise<EarlierRecord[]>;
}

export function comparedOf({ ingredients, jobId, madeAt }: EarlierRecord): EarlierRecord {
  return { ingredients, jobId, madeAt };
}

/** So many are compared; those before them would hardly come nearer. */
export const MOST_COMPARED = 50;

/** One file for each, `<type>/<key>.json`. */
export function createReuseIndex(folder: string): ReuseIndex {
  const placeOf = (type: string, key: string) => join(folder, type, `${key}.json`);
  const latestOf = (type: string) => createLatestNames(join(folder, type));
  /** Of the latest of each type, by key: what it was made of does not change. */
  const known = new Map<string, Map<string, EarlierRecord>>();
  return {
    read: (type, key) => readJsonFile(placeOf(type, key), reuseRecordSchema),
    async write(key, record) {
      const { type } = record.ingredients;
      await writeJsonFile(placeOf(type, key), record);
      await latestOf(type).add(key);
      known.get(type)?.delete(key);
    },
    async latest(type) {
      const before = known.get(type);
      const now = new Map<string, EarlierRecord>();
      for (const key of await latestOf(type).read(MOST_COMPARED)) {
        const record = before?.get(key) ?? (await readJsonFile(placeOf(type, key), reuseRecordSchema));
        if (record !== null) now.set(key, comparedOf(record));
      }
      known.set(type, now);
      return [...now.values()];
    },
  };
}

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { artifactSchema, degradationSchema, transcriptSchema } from "@proxx/contract";
import { z } from "zod";
import { ingredientsSchema } from "./job-key.ts";
import { readJsonFile, writeJsonFile } from "./json-file.ts";

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

export interface ReuseIndex {
  read(type: string, key: string): Promise<ReuseRecord | null>;
  /** After its artifacts are stored. */
  write(key: string, record: ReuseRecord): Promise<void>;
  /** All there is of an operation, to find out why nothing fits. */
  list(type: string): Promise<{ key: string; record: ReuseRecord }[]>;
}

/** One file for each, `<type>/<key>.json`. */
export function createReuseIndex(folder: string): ReuseIndex {
  const placeOf = (type: string, key: string) => join(folder, type, `${key}.json`);
  return {
    read: (type, key) => readJsonFile(placeOf(type, key), reuseRecordSchema),
    write: (key, record) => writeJsonFile(placeOf(record.ingredients.type, key), record),
    async list(type) {
      const names = await readdir(join(folder, type)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      });
      const records: { key: string; record: ReuseRecord }[] = [];
      for (const name of names.filter((entry) => entry.endsWith(".json"))) {
        const record = await readJsonFile(join(folder, type, name), reuseRecordSchema);
        if (record !== null) records.push({ key: name.slice(0, -".json".length), record });
      }
      return records;
    },
  };
}

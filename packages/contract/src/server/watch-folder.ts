import { z } from "zod";
import { jobResultSchema } from "../job-spec/job-result.ts";

export const WATCH_STATES = ["pending", "running", "completed", "failed"] as const;
export type WatchState = (typeof WATCH_STATES)[number];

/** A JobSpec in one of the four folders. */
const watchedSpecSchema = z.strictObject({
  name: z.string(),
  changedAt: z.string(),
  /** What became of it; null before that is known. */
  result: jobResultSchema.nullable(),
});
export type WatchedSpec = z.output<typeof watchedSpecSchema>;

const watchedListSchema = z.strictObject({
  /** Of all of them. */
  count: z.int(),
  /** The newest, at most so many as fit. */
  specs: z.array(watchedSpecSchema),
});

/** A watch folder as it lies there: what is shown is read, and nothing is written. */
const watchFolderSchema = z.strictObject({
  path: z.string(),
  pending: watchedListSchema,
  running: watchedListSchema,
  completed: watchedListSchema,
  failed: watchedListSchema,
});
export type WatchFolder = z.output<typeof watchFolderSchema>;

export const watchFoldersSchema = z.strictObject({ folders: z.array(watchFolderSchema) });
export type WatchFolders = z.output<typeof watchFoldersSchema>;

import { open, readFile, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { jobResultSchema } from "@proxx/contract";
import { syncFolder } from "@proxx/media";
import { z } from "zod";
import { makeParent } from "../folder/watch-folder.ts";

const clipSchema = jobResultSchema.shape.clips.element;

const journalledClipSchema = z.object({ sourcePath: z.string(), outputPath: z.string() });
export type JournalledClip = z.infer<typeof journalledClipSchema>;

const entrySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("job"),
    at: z.string(),
    jobId: z.string(),
    fingerprint: z.string(),
    engine: z.enum(["ffmpeg", "resolve"]),
    clips: z.array(journalledClipSchema),
  }),
  z.object({ type: z.literal("clip-started"), index: z.int(), workingPath: z.string(), at: z.string() }),
  z.object({
    type: z.literal("clip-publishing"),
    index: z.int(),
    workingPath: z.string(),
    inode: z.string(),
    clip: clipSchema,
  }),
  z.object({ type: z.literal("clip-published"), index: z.int() }),
  z.object({
    type: z.literal("settling"),
    from: z.enum(["pending", "running"]),
    to: z.enum(["completed", "failed"]),
    /** Name of the spec in the target folder. */
    name: z.string(),
    /** Which file is moved: another may have taken its place by the time a crash is mended. Null when it is gone. */
    specSigns: z.string().nullable(),
    result: jobResultSchema,
  }),
]);

export type JournalEntry = z.infer<typeof entrySchema>;
export type SettlingEntry = Extract<JournalEntry, { type: "settling" }>;

export interface SpecJournal {
  /** Where the result is written before it gets its name; what a crash leaves of it goes with the journal. */
  draftPath: string;
  append(entry: JournalEntry): Promise<void>;
  /** What stands in the file, of an earlier runner too; nothing when there is none. */
  entries(): Promise<JournalEntry[]>;
  remove(): Promise<void>;
}

/** The journal of one spec: a line for each thing that a successor must know, on disk before the thing is done. */
export function createSpecJournal(path: string): SpecJournal {
  const draftPath = `${path}.result`;
  let known = false;
  let atLineStart = false;
  return {
    draftPath,
    append: async (entry) => {
      // Each time: somebody may have deleted the folder, and what is to be told now must be told all the same.
      await makeParent(path);
      const handle = await open(path, "a");
      // Half a line may stand at the end, from a crash or a full disk: it must not swallow this one.
      const line = `${atLineStart ? "" : "\n"}${JSON.stringify(entry)}\n`;
      atLineStart = false;
      try {
        await handle.appendFile(line);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      if (!known) await syncFolder(dirname(path));
      known = true;
      atLineStart = true;
    },
    entries: () => readSpecJournal(path).catch(whenMissing([])),
    remove: async () => {
      await unlink(draftPath).catch(whenMissing(undefined));
      await unlink(path).catch(whenMissing(undefined));
    },
  };
}

/** The last entry of a type; of one clip where an index is given. */
export function lastEntry<Type extends JournalEntry["type"]>(
  entries: readonly JournalEntry[],
  type: Type,
  index?: number,
): Extract<JournalEntry, { type: Type }> | undefined {
  return entries.findLast(
    (entry): entry is Extract<JournalEntry, { type: Type }> =>
      entry.type === type && (index === undefined || ("index" in entry && entry.index === index)),
  );
}

/**
 * The entries of a journal; a line cut off by a crash is as if it had not been written. A `job` begins a new story: what
 * stands before it is of a refusal that could not be put away, of a spec that was then found valid.
 */
export async function readSpecJournal(path: string): Promise<JournalEntry[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  const entries = lines.flatMap((line) => {
    try {
      const parsed = entrySchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
  return entries.slice(
    Math.max(
      0,
      entries.findLastIndex(({ type }) => type === "job"),
    ),
  );
}

function whenMissing<Instead>(instead: Instead) {
  return (error: NodeJS.ErrnoException): Instead => {
    if (error.code === "ENOENT") return instead;
    throw error;
  };
}

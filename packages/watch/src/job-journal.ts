import { open, readFile, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { jobResultSchema } from "@proxx/contract";
import { syncFolder } from "@proxx/media";
import type { ClipJournal } from "@proxx/transcode";
import { z } from "zod";
import { makeParent } from "./watch-folder.ts";

const clipSchema = jobResultSchema.shape.clips.element;

const entrySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("job"),
    at: z.string(),
    jobId: z.string(),
    fingerprint: z.string(),
    engine: z.enum(["ffmpeg", "resolve"]),
    clips: z.array(z.object({ source: z.string(), output: z.string() })),
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
    /** Which file is moved: one of the same name may have taken its place by the time a crash is mended. */
    specInode: z.string(),
    result: jobResultSchema,
  }),
]);

export type JournalEntry = z.infer<typeof entrySchema>;

export interface JobJournal {
  append(entry: JournalEntry): Promise<void>;
  remove(): Promise<void>;
}

/** The journal of one spec: a line for each thing that a successor must know, on disk before the thing is done. */
export function createJobJournal(path: string): JobJournal {
  let known = false;
  return {
    append: async (entry) => {
      if (!known) await makeParent(path);
      const handle = await open(path, "a");
      try {
        await handle.appendFile(`${JSON.stringify(entry)}\n`);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      if (!known) await syncFolder(dirname(path));
      known = true;
    },
    remove: async () => {
      await unlink(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
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

/** The entries of a journal; a last line cut off by a crash is as if it had not been written. */
export async function readJobJournal(path: string): Promise<JournalEntry[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.flatMap((line) => {
    try {
      const parsed = entrySchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** What `executeJobSpec` reports of its clips, as lines of the journal. */
export function clipJournal(journal: JobJournal, reached: (name: "clip-started" | "clip-publish-intended" | "clip-published") => void): ClipJournal {
  return {
    clipStarted: async (index, workingPath) => {
      await journal.append({ type: "clip-started", index, workingPath, at: new Date().toISOString() });
      reached("clip-started");
    },
    clipPublishing: async (index, intent) => {
      await journal.append({ type: "clip-publishing", index, ...intent });
      reached("clip-publish-intended");
    },
    clipPublished: async (index) => {
      // The intent and the file's inode say it too: a full disk must not make a failure of what is published.
      await journal.append({ type: "clip-published", index }).catch(() => {});
      reached("clip-published");
    },
  };
}

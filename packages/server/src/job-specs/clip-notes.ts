import { rm } from "node:fs/promises";
import { jobResultSchema, ProxxError, type ClipResult } from "@proxx/contract";
import { wasPublished, type PublishLog } from "@proxx/transcode";
import { z } from "zod";

/** How far a clip is: where it is made, and from when it is about to get its final name, what it will be. */
const clipNoteSchema = z.object({
  workingPath: z.string(),
  publishing: z.object({ clip: jobResultSchema.shape.clips.element, inode: z.string() }).nullable(),
});
type ClipNote = z.output<typeof clipNoteSchema>;

/** Writes notes down as a job's clips come along. `write` says whether the job is still this process's to run. */
export function publishLogOf(write: (clip: number, note: ClipNote) => Promise<boolean>): PublishLog {
  const note = async (clip: number, written: ClipNote) => {
    if (await write(clip, written)) return;
    throw new ProxxError("aborted", "Another process runs this job.", {
      hint: "It makes this clip: ask for its status.",
    });
  };
  return {
    clipStarted: (clip, workingPath) => note(clip, { workingPath, publishing: null }),
    clipPublishing: (clip, { workingPath, ...publishing }) => note(clip, { workingPath, publishing }),
    clipPublished: async () => {},
  };
}

/** Which clips were published by whoever ran a job before, by their place. What was left unfinished of the others is deleted. */
export async function findPublished(notes: ReadonlyMap<number, unknown>): Promise<Map<number, ClipResult>> {
  const published = new Map<number, ClipResult>();
  for (const [index, written] of notes) {
    const { workingPath, publishing } = clipNoteSchema.parse(written);
    const output = publishing?.clip.output_path ?? null;
    const isThere =
      publishing !== null && output !== null && (await wasPublished(output, { ...publishing, workingPath }));
    if (isThere) published.set(index, publishing.clip);
    else await rm(workingPath, { force: true });
  }
  return published;
}

import type { PublishLog } from "@proxx/transcode";
import type { SpecJournal } from "./spec-journal.ts";

/** What `executeJobSpec` reports of its clips, as lines of the journal. */
export function publishLogOf(
  journal: SpecJournal,
  reached: (name: "clip-started" | "clip-publish-intended" | "clip-published") => void,
): PublishLog {
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

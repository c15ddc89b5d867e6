import type { News } from "../state/apply-news.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import { explainLookup } from "../store/explain-lookup.ts";
import type { Lookup } from "../store/find-reusable.ts";
import type { ReuseRecord } from "../store/reuse-index.ts";
import type { EngineResources } from "./engine-resources.ts";
import type { RunEvents } from "./run-events.ts";

/** Tells those who watch what came of a job's steps: that its key is known, and whether what it makes is there, and why. */
export interface NewsReporter {
  report(news: News, entry: ExecutionJob): Promise<void>;
}

export function createNewsReporter(events: RunEvents, { reuse }: Pick<EngineResources, "reuse">): NewsReporter {
  const missed = new Set<string>();
  /** By type; read once, because it is as long as the history of the store. */
  const earlier = new Map<string, Promise<ReuseRecord[]>>();

  function listEarlier(type: string): Promise<ReuseRecord[]> {
    const listed = earlier.get(type) ?? reuse.list(type).then((all) => all.map(({ record }) => record));
    earlier.set(type, listed);
    return listed;
  }

  async function reportLookup(lookup: Lookup, { job, state }: ExecutionJob): Promise<void> {
    if (lookup.found === null) missed.add(job.id);
    const subject = { id: job.id, ingredients: state.ingredients, sources: job.sources, madeAgain: missed };
    const why = await explainLookup(lookup, subject, () => listEarlier(job.type));
    events.tell({ type: lookup.found === null ? "job-missed" : "job-hit", jobId: job.id, why });
  }

  return {
    async report(news, entry) {
      const { id: jobId, type } = entry.job;
      if (news.kind === "identified") events.tell({ type: "job-ready", jobId, jobType: type, key: news.key });
      if (news.kind === "looked-up") await reportLookup(news.lookup, entry);
      if (news.kind === "left-to-renderer") {
        events.tell({ type: "job-hit", jobId, why: [`rendered into ${entry.renderer}, which is there`] });
      }
    },
  };
}

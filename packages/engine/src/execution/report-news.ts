import type { Heard } from "../state/decision.ts";
import type { Deliberation } from "../state/deliberate.ts";
import type { Standing } from "../state/execution-state.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import { explainLookup } from "../store/explain-lookup.ts";
import type { Lookup } from "../store/find-reusable.ts";
import type { ReuseRecord } from "../store/reuse-index.ts";
import type { EngineResources } from "./engine-resources.ts";
import { jobStatusEvent, type RunEvents } from "./run-events.ts";

/** Tells those who watch what a move has changed, in the order in which it happened. */
export interface NewsReporter {
  /** `onStatus` is called for each job whose status is another one. */
  report(made: Pick<Deliberation, "heard" | "standing" | "changed">, onStatus: () => void): Promise<void>;
}

export function createNewsReporter(
  events: RunEvents,
  { reuse }: Pick<EngineResources, "reuse">,
  { execution, jobs }: Standing,
): NewsReporter {
  /** As they were told last. */
  const statuses = new Map(Array.from(jobs, ([id, { state }]) => [id, state.status]));
  const missed = new Set<string>();
  /** By type; read once, because it is as long as the history of the store. */
  const earlier = new Map<string, Promise<ReuseRecord[]>>();
  let isBegun = execution.status !== "pending";

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

  async function reportNews(news: Heard["news"], entry: ExecutionJob): Promise<void> {
    const { id: jobId, type } = entry.job;
    if (news.kind === "identified") events.tell({ type: "job-ready", jobId, jobType: type, key: news.key });
    if (news.kind === "looked-up") await reportLookup(news.lookup, entry);
    if (news.kind === "left-to-renderer") {
      events.tell({ type: "job-hit", jobId, why: [`rendered into ${entry.renderer}, which is there`] });
    }
  }

  return {
    async report({ heard, standing, changed }, onStatus) {
      const tellStatus = ({ job, state }: ExecutionJob) => {
        if (statuses.get(job.id) === state.status) return;
        statuses.set(job.id, state.status);
        events.tell(jobStatusEvent(job, state));
        onStatus();
      };
      if (!isBegun && standing.execution.status !== "pending") {
        isBegun = true;
        events.tell({ type: "execution-started", totalJobs: standing.jobs.size });
      }
      for (const { news, entry } of events.areRead ? heard : []) {
        if (entry === null) continue;
        await reportNews(news, entry);
        tellStatus(entry);
      }
      for (const entry of changed) tellStatus(entry);
    },
  };
}

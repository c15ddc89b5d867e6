import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunEvent, RunEventBody } from "@proxx/contract";
import type { EngineSettings } from "../engine-options.ts";
import type { EngineResources } from "../execution/engine-resources.ts";
import { baseOf } from "../execution/execution-context.ts";
import { createLiveJobs, type LiveJob } from "../attempt/live-jobs.ts";
import { workOnJob } from "../attempt/work-on-job.ts";
import { askLedger } from "../ledger/ask-ledger.ts";
import type { Task } from "../ledger/tasks.ts";
import { restoreSetup } from "../place/restore-setup.ts";
import type { JobNews } from "../state/news.ts";
import { removeFolder } from "../store/work-folder.ts";
import { localise } from "./localise.ts";
import { remakeLeft } from "./remake-left.ts";

export interface TaskSurroundings {
  readonly settings: EngineSettings;
  readonly open: (tenant: string | null) => Promise<EngineResources>;
  readonly signal: AbortSignal;
  /** It runs: how far it is can be seen here. */
  readonly onBegin: (live: LiveJob) => void;
}

/**
 * Does one job of an execution that has its place elsewhere, with nothing but what is kept of that. Null where it cannot be done
 * here, because the plan has an operation that is unknown.
 */
export async function runTask(task: Task, about: TaskSurroundings): Promise<JobNews | null> {
  const { executionId, jobId, attempt } = task;
  const { settings, signal } = about;
  const record = await askLedger(() => settings.ledger.read(executionId), signal);
  const setup = record === null ? null : await restoreSetup(record, settings, 0);
  const entry = setup?.standing.jobs.get(jobId);
  const live = entry === undefined ? undefined : createLiveJobs(new Map([[jobId, entry]])).get(jobId);
  if (record === null || setup === null || entry === undefined || live === undefined) return null;
  // It was handed out anew meanwhile: nobody will hear this.
  if (entry.state.attempt !== attempt) return { kind: "handed-back", jobId, attempt };
  const resources = await about.open(setup.tenant);
  const workFolder = join(resources.workFolder, `${executionId}-${jobId}-${attempt}`);
  let processes = 0;
  const events: RunEvent[] = [];
  const tell = (event: RunEventBody) => {
    events.push({ time: new Date(settings.now()).toISOString(), executionId, ...event });
  };
  about.onBegin(live);
  try {
    await mkdir(workFolder, { recursive: true });
    const standing = await localise(setup.standing, entry, resources.store);
    const news = await workOnJob({
      entry: standing.jobs.get(jobId) ?? entry,
      setup,
      standing,
      resources,
      workFolder,
      signal,
      own: live,
      async takeLeft() {
        const jobs = new Map(standing.jobs);
        const left = await remakeLeft(
          entry,
          {
            jobs,
            executionId,
            base: baseOf(standing),
            workFolder,
            signal,
            providerApiKeys: setup.providerApiKeys,
            keepsWork: false,
            tell,
            onPause: () => () => {},
            noteOf: (id) => record.notes[id],
          },
          resources,
        );
        return { jobs, deferredOf: (id) => left.get(id) };
      },
      tell,
      onProgress: () => {},
      numberProcess: () => (processes += 1),
    });
    return { ...news, events };
  } finally {
    await removeFolder(workFolder).catch(() => {});
  }
}

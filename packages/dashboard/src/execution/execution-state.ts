/**
 * One execution as its page shows it. News says only that it stands otherwise; how, is asked for, not more often than can be
 * seen. Each job has a signal of its own.
 */
import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Execution, Job, NumberedEvent, Plan, TenantNews } from "@proxx/contract";
import { eachFrame } from "../live/each-frame.ts";
import { createLooking } from "../live/looking.ts";
import { client } from "../live/server.ts";

export interface ExecutionState {
  /** All but its jobs; undefined until it is there. */
  readonly head: ReadonlySignal<Omit<Execution, "jobs"> | undefined>;
  /** In the order of the plan. */
  readonly jobIds: ReadonlySignal<readonly string[]>;
  readonly jobOf: (id: string) => Signal<Job>;
  readonly plan: ReadonlySignal<Plan | null>;
  readonly events: ReadonlySignal<readonly NumberedEvent[]>;
  readonly error: ReadonlySignal<unknown>;
  readonly hear: (news: TenantNews) => void;
  readonly look: () => void;
  readonly close: () => void;
}

const REST_MS = 200;

export function openExecution(id: string): ExecutionState {
  const head = signal<Omit<Execution, "jobs"> | undefined>(undefined);
  const jobIds = signal<readonly string[]>([]);
  const jobs = new Map<string, Signal<Job>>();
  const seen = new Map<string, string>();
  const plan = signal<Plan | null>(null);
  const events = signal<readonly NumberedEvent[]>([]);
  const error = signal<unknown>(null);
  const { look, stop } = createLooking({ restMs: REST_MS, lookOnce, onError: (reason) => (error.value = reason) });

  return {
    head,
    jobIds,
    plan,
    events,
    error,
    jobOf(jobId) {
      const job = jobs.get(jobId);
      if (job === undefined) throw new TypeError(`Expected a job ${jobId}`);
      return job;
    },
    hear(news) {
      if (news.type === "reset" || news.execution.id === id) look();
    },
    look,
    close: stop,
  };

  async function lookOnce(stopped: AbortSignal): Promise<void> {
    const execution = await client.executions.get(id, { signal: stopped });
    plan.value ??= await client.executions.plan(id);
    const after = events.peek().at(-1)?.sequence ?? 0;
    const history = await client.executions.history(id, { after, signal: stopped });
    if (history.data.length > 0 && !history.isComplete) look();
    eachFrame(() => show(execution, history.data));
  }

  function show({ jobs: all, ...rest }: Execution, more: readonly NumberedEvent[]): void {
    batch(() => {
      error.value = null;
      head.value = rest;
      for (const job of all) showJob(job);
      if (jobIds.peek().length !== all.length) jobIds.value = all.map((job) => job.id);
      if (more.length > 0) events.value = joined(events.peek(), more);
    });
  }

  /** What has not changed draws nothing. */
  function showJob(job: Job): void {
    const text = JSON.stringify(job);
    if (seen.get(job.id) === text) return;
    seen.set(job.id, text);
    const shown = jobs.get(job.id);
    if (shown === undefined) jobs.set(job.id, signal(job));
    else shown.value = job;
  }
}

/** Each once, in order. Of progress the last one alone is kept, as the server does. */
function joined(before: readonly NumberedEvent[], more: readonly NumberedEvent[]): NumberedEvent[] {
  const known = new Set(before.map(({ sequence }) => sequence));
  const all = [...before, ...more.filter(({ sequence }) => !known.has(sequence))];
  const last = all.findLast(({ event }) => event.type === "execution-progress");
  return all.filter((one) => one.event.type !== "execution-progress" || one === last);
}

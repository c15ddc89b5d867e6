import type { Release } from "../../state/decision.ts";
import { hasEnded } from "../../state/execution-state.ts";
import type { News } from "../../state/news.ts";
import {
  countExecutions,
  keepExecution,
  keepReport,
  recordOf,
  statesOf,
  type KeptExecution,
} from "./memory-execution.ts";
import { createMemoryDeliveries } from "./memory-deliveries.ts";
import { createMemoryJobSpecs } from "./memory-job-specs.ts";
import { countListed, isNewer, listExecutions } from "./memory-lists.ts";
import { createMemoryRecords } from "./memory-records.ts";
import { createMemoryRequests } from "./memory-requests.ts";
import { createMemoryTasks } from "./memory-tasks.ts";
import type { Ledger, Moved, ProviderRun, WaitingJob, Worker } from "../ledger.ts";

interface KeptClaim {
  readonly place: string;
  readonly waiting: WaitingJob[];
}

/** A ledger that lasts as long as the process. */
export function createMemoryLedger(): Ledger {
  const executions = new Map<string, KeptExecution>();
  /** Who holds the claim on what, by tenant and key; and the same by who holds it. */
  const claims = new Map<string, string>();
  const held = new Map<string, KeptClaim>();
  const workers = new Map<string, { worker: Worker; seenAtMs: number }>();
  const tasks = createMemoryTasks();
  const deliveries = createMemoryDeliveries();
  const requests = createMemoryRequests();

  const find = (executionId: string): KeptExecution => {
    const kept = executions.get(executionId);
    if (kept === undefined) throw new TypeError(`Expected the execution ${executionId} to have been created`);
    return kept;
  };

  function leave(executionId: string, news: News): boolean {
    const kept = executions.get(executionId);
    if (kept === undefined || hasEnded(kept.execution)) return false;
    kept.inbox.push(news);
    return true;
  }

  function claim(kept: KeptExecution, { jobId, key }: { jobId: string; key: string }): News {
    const executionId = kept.about.id;
    const place = JSON.stringify([kept.about.tenant, key]);
    const own = holderOf(executionId, jobId);
    const holder = claims.get(place) ?? own;
    const isOurs = holder === own;
    if (!isOurs) held.get(holder)?.waiting.push({ executionId, jobId });
    else if (!claims.has(place)) {
      claims.set(place, own);
      held.set(own, { place, waiting: [] });
    }
    return { kind: isOurs ? "claimed" : "made-elsewhere", jobId };
  }

  function move(...[executionId, known, begin]: Parameters<Ledger["move"]>): Moved {
    const kept = find(executionId);
    const { version, worker, execution, events } = kept;
    const { sequence } = events;
    const standing = known === version ? null : { execution, states: statesOf(kept) };
    const made = begin({ version, sequence, worker, standing });
    for (let wishes = made.hear(kept.inbox); wishes.length > 0;) {
      wishes = made.hear(wishes.map((wish) => claim(kept, wish)));
    }
    const decision = made.decide();
    kept.inbox = [];
    if (decision.jobs.length === 0 && decision.execution === null) return { version, sequence, told: [] };
    for (const { jobId, state } of decision.jobs) kept.states.set(jobId, state);
    events.append(decision.events);
    kept.execution = decision.execution ?? execution;
    kept.progress = Math.max(kept.progress, decision.progress);
    kept.version += 1;
    tasks.follow({ executionId, tenant: kept.about.tenant }, decision);
    if (hasEnded(kept.execution)) kept.secrets = null;
    const { tenant, webhook } = kept.about;
    const isEnd = hasEnded(kept.execution) && !hasEnded(execution);
    if (isEnd && webhook !== null && decision.delivery !== null) {
      deliveries.add(decision.delivery, { tenant, executionId, webhook });
    }
    const told = new Set<string>();
    for (const release of decision.releases) for (const waiter of giveBack(executionId, release)) told.add(waiter);
    for (const dependent of decision.hasResult ? kept.dependents : []) {
      if (leave(dependent, { kind: "base-ended" })) told.add(dependent);
    }
    return { version: kept.version, sequence: events.sequence, told: [...told] };
  }

  /** Gives the executions that have waited for it. */
  function giveBack(executionId: string, { jobId, outcome }: Omit<Release, "key">): string[] {
    const holder = holderOf(executionId, jobId);
    const { place = "", waiting = [] } = held.get(holder) ?? {};
    claims.delete(place);
    held.delete(holder);
    return waiting.flatMap((waits) => {
      const isLeft = leave(waits.executionId, { kind: "ended-elsewhere", jobId: waits.jobId, outcome });
      return isLeft ? [waits.executionId] : [];
    });
  }

  return {
    ...deliveries.methods,
    ...createMemoryRecords(),
    ...createMemoryJobSpecs(requests),
    async create(execution) {
      const { id, baseExecutionId } = execution;
      if (executions.has(id)) return { executionId: id, isSame: true };
      const base = baseExecutionId === null ? null : find(baseExecutionId);
      const requested = requests.take(execution);
      if (requested.executionId !== id) return requested;
      base?.dependents.add(id);
      executions.set(id, keepExecution(execution, base));
      if (execution.worker === null) tasks.tellOffer();
      return requested;
    },
    async findArtifact(sha256, tenant) {
      for (const { about, states } of executions.values()) {
        const outputs = about.tenant === tenant ? [...states.values()] : [];
        const files = outputs.flatMap(({ phase, output }) => (phase === "ended" ? (output?.files ?? []) : []));
        const found = files.find(({ artifact }) => artifact.sha256 === sha256);
        if (found !== undefined) return found.artifact;
      }
      return null;
    },
    findRequest: async (tenant, request) => requests.find(tenant, request),
    async read(executionId) {
      const kept = executions.get(executionId);
      return kept === undefined ? null : recordOf(kept);
    },
    list: async (request) => listExecutions(executions.values(), request),
    count: async (request) => countListed(executions.values(), request),
    move: async (...about) => move(...about),
    async report(executionId, report) {
      const kept = executions.get(executionId);
      return kept === undefined ? null : keepReport(kept, report);
    },
    async events(executionId, { tenant, after, limit }) {
      const kept = executions.get(executionId);
      return kept?.about.tenant === tenant ? kept.events.page(after, limit, hasEnded(kept.execution)) : null;
    },
    leave: async (executionId, news) => leave(executionId, news),
    async writeNote(executionId, jobId, attempt, note) {
      const kept = find(executionId);
      if (kept.states.get(jobId)?.attempt !== attempt) return false;
      kept.notes.set(jobId, structuredClone(note));
      return true;
    },
    readNote: async (executionId, jobId) => structuredClone(find(executionId).notes.get(jobId)),
    async jobWaitingFor(run) {
      for (const [executionId, { states, notes }] of executions) {
        for (const [jobId, note] of notes) {
          const isRunning = states.get(jobId)?.status === "processing";
          if (isRunning && namesRun(note, run)) return { executionId, jobId };
        }
      }
      return null;
    },
    async greet(worker) {
      const isKnown = workers.has(worker.id);
      workers.set(worker.id, { worker, seenAtMs: Date.now() });
      return isKnown;
    },
    async mail(workerId) {
      const own = [...executions.values()].filter(({ worker, inbox }) => worker === workerId && inbox.length > 0);
      return own.map(({ about }) => about.id);
    },
    onMail: () => null,
    workers: async () =>
      Array.from(workers.values(), ({ worker, seenAtMs }) => ({ ...worker, silentMs: Date.now() - seenAtMs })),
    async dismiss(workerId) {
      workers.delete(workerId);
      for (const { executionId, jobId, attempt } of tasks.drop(workerId)) {
        leave(executionId, { kind: "lost", jobId, attempt });
      }
    },
    async left() {
      const all = [...executions.values()].filter(
        ({ execution, worker }) => !hasEnded(execution) && (worker === null || !workers.has(worker)),
      );
      return all.map(({ about, worker }) => ({ id: about.id, worker }));
    },
    async takeOver({ id, worker: from }, worker) {
      const kept = find(id);
      if (kept.worker !== from || hasEnded(kept.execution)) return false;
      kept.worker = worker;
      kept.version += 1;
      if (worker === null) tasks.tellOffer();
      return true;
    },
    async dropClaims(executionId) {
      const jobIds = [...find(executionId).states.keys()];
      return jobIds.flatMap((jobId) => giveBack(executionId, { jobId, outcome: { abandoned: true } }));
    },
    onTasks: (listener) => tasks.onOffer(listener),
    async unplaced(limit) {
      const all = [...executions.values()].filter(({ execution, worker }) => worker === null && !hasEnded(execution));
      const oldestFirst = all.toSorted((one, other) => (isNewer(one.about, other.about) ? 1 : -1));
      return oldestFirst.slice(0, limit).map(({ about }) => ({ id: about.id, worker: null }));
    },
    async takeTask(worker, request) {
      if (!workers.has(worker)) return null;
      return tasks.take(worker, request, {
        placeOf: (executionId) => find(executionId).worker,
        onTaken: ({ executionId, jobId, attempt }) =>
          leave(executionId, { kind: "begun", jobId, attempt, worker, isLent: true }),
      });
    },
    async endTask(task, worker, news) {
      return tasks.end(task, worker) && leave(task.executionId, news);
    },
    reportTasks: async (worker, reports) => tasks.report(worker, reports),
    lentJobs: async (workerId) =>
      [...executions.values()].flatMap(({ about, worker }) => (worker === workerId ? tasks.lentBy(about.id) : [])),
    figures: async () => ({
      ...countExecutions(executions.values()),
      waitingDeliveries: deliveries.waiting(),
      workers: workers.size,
    }),
    close: async () => {},
  };
}

function holderOf(executionId: string, jobId: string): string {
  return `${executionId} ${jobId}`;
}

function namesRun(note: unknown, { provider, id }: ProviderRun): boolean {
  const isNamed = typeof note === "object" && note !== null && "provider" in note && "id" in note;
  return isNamed && note.provider === provider && note.id === id;
}

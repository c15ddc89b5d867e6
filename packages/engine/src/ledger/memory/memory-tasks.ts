import type { Load } from "@proxx/contract";
import type { Decision } from "../../state/decision.ts";
import type { ExecutionState } from "../../state/execution-state.ts";
import type { HeldTask, Task, TaskProgress, TaskRequest } from "../tasks.ts";

interface KeptTask extends Task {
  readonly tenant: string | null;
  readonly provider: string | null;
  readonly load: Load;
  /** Whose turn it is, of tenants that have equally many jobs that run. */
  readonly turn: number;
  worker: string | null;
  /** Where its execution has its place, nobody has taken it as a task. */
  isLent: boolean;
  ending: ExecutionState["ending"];
  fraction: number;
  message: string | null;
}

interface TakeAbout {
  /** The worker that has an execution. */
  readonly placeOf: (executionId: string) => string | null;
  readonly onTaken: (task: Task) => void;
}

/** The tasks of a ledger in memory, in the order in which they were offered. */
export interface MemoryTasks {
  /** What a move makes of the tasks of an execution. */
  follow(about: { executionId: string; tenant: string | null }, decision: Decision): void;
  /** Calls back with one that nobody had before. */
  take(worker: string, request: TaskRequest, about: TakeAbout): Task | null;
  /** False where it is not that worker's. */
  end(task: Task, worker: string): boolean;
  report(worker: string, reports: readonly TaskProgress[]): HeldTask[];
  lentBy(executionId: string): TaskProgress[];
  /** Calls back when something may be there to take. */
  onOffer(listener: () => void): () => void;
  tellOffer(): void;
  /** Forgets all that a worker has taken, and gives them. */
  drop(worker: string): Task[];
}

export function createMemoryTasks(): MemoryTasks {
  const tasks = new Map<string, KeptTask>();
  const listeners = new Set<() => void>();
  const nameOf = ({ executionId, jobId }: Pick<Task, "executionId" | "jobId">) => `${executionId} ${jobId}`;

  function find(task: Task, worker: string): KeptTask | null {
    const kept = tasks.get(nameOf(task));
    return kept?.attempt === task.attempt && kept.worker === worker && kept.isLent ? kept : null;
  }

  function settle(executionId: string, { jobId, state }: Decision["jobs"][number]): void {
    const kept = tasks.get(nameOf({ executionId, jobId }));
    if (kept === undefined) return;
    if (state.phase !== "running" || kept.attempt !== state.attempt) tasks.delete(nameOf(kept));
    else kept.worker = state.worker;
  }

  function tellOffer(): void {
    for (const listener of listeners) listener();
  }

  return {
    tellOffer,
    onOffer(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow({ executionId, tenant }, { jobs, offers, execution }) {
      for (const job of jobs) settle(executionId, job);
      for (const { jobId, attempt, load, provider, worker } of offers) {
        const turn = nextTurn([...tasks.values()], tenant);
        const task = { executionId, jobId, attempt, tenant, provider, load, turn };
        tasks.set(nameOf(task), { ...task, worker, isLent: false, ending: null, fraction: 0, message: null });
      }
      if (offers.some(({ worker }) => worker === null)) tellOffer();
      if (execution === null || execution.ending === null) return;
      for (const task of tasks.values()) if (task.executionId === executionId) task.ending = execution.ending;
    },
    take(worker, request, { placeOf, onTaken }) {
      const own = tasks.values().filter((task) => task.worker === worker && task.isLent && task.load === request.load);
      const unknown = own.find((task) => !request.held.some((held) => isSame(task, held)));
      if (unknown !== undefined) return asTask(unknown);
      const next = firstOf([...tasks.values()], request, placeOf);
      if (next === null) return null;
      next.worker = worker;
      next.isLent = true;
      onTaken(asTask(next));
      return asTask(next);
    },
    end(task, worker) {
      return find(task, worker) !== null && tasks.delete(nameOf(task));
    },
    report(worker, reports) {
      for (const report of reports) {
        const kept = find(report, worker);
        if (kept !== null) Object.assign(kept, { fraction: report.fraction, message: report.message });
      }
      const held = tasks.values().filter((task) => task.worker === worker && task.isLent);
      return Array.from(held, (task) => ({ ...asTask(task), ending: task.ending }));
    },
    lentBy(executionId) {
      const lent = tasks.values().filter((task) => task.executionId === executionId && task.isLent);
      return Array.from(lent, (task) => ({ ...asTask(task), fraction: task.fraction, message: task.message }));
    },
    drop(worker) {
      const own = [...tasks.values()].filter((task) => task.worker === worker);
      for (const task of own) tasks.delete(nameOf(task));
      return own.map(asTask);
    },
  };
}

function isSame(one: Task, other: Task): boolean {
  return one.executionId === other.executionId && one.jobId === other.jobId && one.attempt === other.attempt;
}

function asTask({ executionId, jobId, attempt }: Task): Task {
  return { executionId, jobId, attempt };
}

/** After those of the tenant's before it, and not before those of others that wait already. */
function nextTurn(tasks: readonly KeptTask[], tenant: string | null): number {
  const turns = (all: readonly KeptTask[]) => all.map(({ turn }) => turn);
  const waiting = turns(tasks.filter(({ worker }) => worker === null));
  const now = waiting.length > 0 ? Math.min(...waiting) : Math.max(0, ...turns(tasks));
  return Math.max(now, ...turns(tasks.filter((task) => task.tenant === tenant)).map((turn) => turn + 1));
}

function firstOf(
  tasks: readonly KeptTask[],
  { load, limits, except, exceptOf }: TaskRequest,
  placeOf: TakeAbout["placeOf"],
): KeptTask | null {
  const runs = tasks.filter(({ worker }) => worker !== null);
  const ofTenant = ({ tenant }: KeptTask) => runs.filter((other) => other.tenant === tenant).length;
  const ofExecution = ({ executionId }: KeptTask) => runs.filter((other) => other.executionId === executionId).length;
  const ofProvider = ({ provider }: KeptTask) => runs.filter((other) => other.provider === provider).length;
  const isExcepted = ({ executionId }: KeptTask) =>
    except.includes(executionId) || (exceptOf !== null && placeOf(executionId) === exceptOf);
  const isFree = (task: KeptTask) =>
    ofTenant(task) < (limits.perTenant ?? Infinity) &&
    ofProvider(task) < (limits.perProvider[task.provider ?? ""] ?? Infinity);
  const [first = null] = tasks
    .filter((task) => task.worker === null && task.load === load && !isExcepted(task) && isFree(task))
    .toSorted((a, b) => ofTenant(a) - ofTenant(b) || ofExecution(a) - ofExecution(b) || a.turn - b.turn);
  return first;
}

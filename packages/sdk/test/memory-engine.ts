import { PlanValidationError, ProxxError, type Execution, type ExecutionProgress, type Plan } from "@proxx/contract";
import type { EmbeddedEngine, EmbeddedStartOptions } from "@proxx/sdk";
import { completed, executionDocument } from "./execution-document.ts";

export interface MemoryEngine extends EmbeddedEngine {
  started: { plan: Plan; options: EmbeddedStartOptions }[];
  /** Tells of progress of the execution that was begun last. */
  progress: (said: Partial<ExecutionProgress>) => void;
  /** Ends it. */
  end: (said?: Partial<Execution>) => void;
  /** Breaks down. */
  breakDown: (error: Error) => void;
}

/** An engine that does nothing but keep to what `execute` needs of one. Ends each execution at once, unless told to wait. */
export function createMemoryEngine({ waits = false } = {}): MemoryEngine {
  const started: MemoryEngine["started"] = [];
  const documents = new Map<string, Execution>();
  let finish = Promise.withResolvers<Execution>();
  let id = "";

  const engine: MemoryEngine = {
    started,
    async start(plan, options) {
      if (plan.jobs.some(({ type }) => type === "unheard")) {
        throw new PlanValidationError([
          { path: "$.jobs[0].type", code: "unknown_type", message: "No.", hint: "Mend." },
        ]);
      }
      started.push({ plan, options });
      const own = `exec_${started.length}`;
      id = own;
      finish = Promise.withResolvers<Execution>();
      const { promise } = finish;
      documents.set(own, executionDocument({ id: own, totalJobs: plan.jobs.length }));
      if (!waits) engine.end();
      return {
        id: own,
        snapshot: () => lookUp(own),
        finished: promise,
        cancel: async () => engine.end({ status: "cancelled", progress: 0, result: null }),
      };
    },
    planOf: async (executionId) => {
      lookUp(executionId);
      const found = started[Number(executionId.slice("exec_".length)) - 1];
      if (found === undefined) throw new Error("An execution without a plan.");
      return found.plan;
    },
    statusOf: async (executionId) => lookUp(executionId),
    progress: (said) => {
      const before = { currentJob: null, message: null, completedJobs: 0, totalJobs: 1, etaSeconds: null, progress: 0 };
      started.at(-1)?.options.onProgress({ ...before, ...said });
    },
    end: (said = completed) => {
      documents.set(id, { ...lookUp(id), ...said });
      finish.resolve(lookUp(id));
    },
    breakDown: (error) => finish.reject(error),
  };
  return engine;

  function lookUp(executionId: string): Execution {
    const document = documents.get(executionId);
    if (document !== undefined) return document;
    throw new ProxxError("execution_not_found", `There is no execution ${executionId}.`, { hint: "Check its id." });
  }
}

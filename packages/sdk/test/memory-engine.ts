import { PlanValidationError, planSchema, type Execution, type ExecutionProgress, type Plan } from "@proxx/contract";
import type { StartOptions } from "@proxx/engine";
import { createEmbeddedTarget, type EmbeddedRuntime } from "../src/embedded/embedded-target.ts";
import type { EmbeddedOptions, OpenEmbedded } from "../src/execute/execution-target.ts";
import { cancelled, completed, executionDocument } from "./execution-document.ts";

export interface MemoryEngine {
  openEmbedded: OpenEmbedded;
  /** What it was opened with. */
  opened: EmbeddedOptions[];
  started: { plan: Plan; options: StartOptions }[];
  /** Tells of progress of the execution that was begun last. */
  progress: (said: Partial<ExecutionProgress>) => void;
  /** Ends it. */
  end: (said?: Partial<Execution>) => void;
  /** Breaks down. */
  breakDown: (error: Error) => void;
}

/** A runtime that does nothing but keep to what `execute` needs of one. Ends each execution at once, unless told to wait. */
export function createMemoryEngine({ waits = false } = {}): MemoryEngine {
  const opened: MemoryEngine["opened"] = [];
  const started: MemoryEngine["started"] = [];
  const documents = new Map<string, Execution>();
  let finish = Promise.withResolvers<Execution>();
  let id = "";

  const runtime: EmbeddedRuntime = {
    engine: {
      start,
      get: async (executionId) => documents.get(executionId) ?? null,
      deliveries: { take: async () => ({ taken: [], nextInMs: null }), keep: async () => true },
      getPlan: async (executionId) => started[numberOf(executionId) - 1]?.plan ?? null,
    },
  };
  const engine: MemoryEngine = {
    opened,
    started,
    async openEmbedded(options) {
      opened.push(options);
      return createEmbeddedTarget({ runtime, runtimes: [runtime], tellWebhook: async () => {} }, options);
    },
    progress: (said) => {
      const before = { currentJob: null, message: null, completedJobs: 0, totalJobs: 1, etaSeconds: null, progress: 0 };
      started.at(-1)?.options.onProgress?.({ ...before, ...said });
    },
    end: (said = completed) => {
      documents.set(id, { ...lookUp(id), ...said });
      finish.resolve(lookUp(id));
    },
    breakDown: (error) => finish.reject(error),
  };
  return engine;

  async function start(written: unknown, options: StartOptions = {}) {
    const plan = planSchema.parse(written);
    if (plan.jobs.some(({ type }) => type === "unheard")) {
      throw new PlanValidationError([{ path: "$.jobs[0].type", code: "unknown_type", message: "No.", hint: "Mend." }]);
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
      onProgress: () => () => {},
      onEvent: () => () => {},
      wake: () => {},
      cancel: async () => {
        engine.end({ ...cancelled, progress: 0, result: null });
        return promise;
      },
    };
  }

  function lookUp(executionId: string): Execution {
    const document = documents.get(executionId);
    if (document === undefined) throw new Error(`Expected an execution ${executionId}`);
    return document;
  }
}

function numberOf(executionId: string): number {
  return Number(executionId.slice("exec_".length));
}

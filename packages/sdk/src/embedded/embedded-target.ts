import { errorMessage, ProxxError, type Execution, type Plan } from "@proxx/contract";
import { openRuntime, type Engine, type RunningExecution, type Runtime } from "@proxx/runtime";
import type { EmbeddedOptions, ExecutionTarget, OpenEmbedded, StartedExecution } from "../execute/execution-target.ts";
import { progressOf } from "../execute/progress-reporter.ts";
import { checkWebhook, tellOnce, tellWebhook } from "./tell-webhook.ts";

/** The runtimes of this process: one for each way to open it. */
const opened: { options: Opening; runtime: Runtime }[] = [];

/** Whether any execution of this process may tell a webhook at a private address: then those that it goes on with may, too. */
let tellsPrivate = false;

type Opening = Pick<EmbeddedOptions, "allowPrivateSources" | "providers" | "databaseUrl">;

/** What `execute()` works with where there is no server. */
export const openEmbedded: OpenEmbedded = async (options) => {
  let runtime = opened.find((other) => isSame(other.options, options))?.runtime;
  if (runtime === undefined) {
    const { environment, providers, allowPrivateSources, databaseUrl } = options;
    runtime = openRuntime({
      environment,
      providers,
      allowPrivateSources,
      databaseUrl: databaseUrl ?? undefined,
    });
    opened.push({ options: { providers, allowPrivateSources, databaseUrl }, runtime });
    const { deliveries } = runtime.engine;
    deliveries.onLeft((executionId) => void tellOnce(executionId, deliveries, tellsPrivate).catch(warn));
  }
  tellsPrivate ||= options.allowPrivateWebhooks;
  return createEmbeddedTarget({ runtime, runtimes: opened.map((other) => other.runtime), tellWebhook }, options);
};

function isSame(one: Opening, other: Opening): boolean {
  return (
    one.allowPrivateSources === other.allowPrivateSources &&
    one.databaseUrl === other.databaseUrl &&
    one.providers.length === other.providers.length &&
    one.providers.every((provider, index) => provider === other.providers[index])
  );
}

/** What is needed of a runtime. */
export interface EmbeddedRuntime {
  readonly engine: Pick<Engine, "start" | "get" | "getPlan"> & {
    readonly deliveries: Pick<Engine["deliveries"], "take" | "keep">;
  };
}

export interface EmbeddedEffects {
  runtime: EmbeddedRuntime;
  /** All of this process, which know other executions. */
  runtimes: readonly EmbeddedRuntime[];
  tellWebhook: typeof tellWebhook;
}

/** A runtime of this process as a target. */
export function createEmbeddedTarget(
  { runtime, runtimes, tellWebhook }: EmbeddedEffects,
  { onProgress, providerApiKeys, strict, allowPrivateWebhooks }: EmbeddedOptions,
): ExecutionTarget {
  return {
    async planOf(executionId) {
      const plan = await runtime.engine.getPlan(executionId);
      if (plan !== null) return plan;
      const plans = await Promise.all(runtimes.map(({ engine }) => engine.getPlan(executionId)));
      if (plans.every((other) => other === null)) throw unknownExecution(executionId);
      throw new TypeError(
        "Expected `allowPrivateSources`, `databaseUrl` and `providers` to be the same as for the base execution",
      );
    },
    async statusOf(executionId) {
      const executions = await Promise.all(runtimes.map(({ engine }) => engine.get(executionId)));
      const execution = executions.find((found) => found !== null);
      if (execution === undefined) throw unknownExecution(executionId);
      return execution;
    },
    async start(plan, signal) {
      // The signal cancels it until it has been returned; after that `cancel` does.
      const starting = new AbortController();
      const abort = new AbortController();
      signal?.addEventListener("abort", () => abort.abort(signal.reason), { signal: starting.signal });
      try {
        const running = await runtime.engine.start(plan, {
          signal: abort.signal,
          onProgress,
          providerApiKeys,
          strict,
          checkWebhook: (url) => checkWebhook(url, allowPrivateWebhooks),
        });
        return startedExecution(running, plan.webhook);
      } finally {
        starting.abort();
      }
    },
  };

  function startedExecution(running: RunningExecution, webhook: Plan["webhook"]): StartedExecution {
    // The end is told before it is known here, so that a program that waits for it does not end before it is told.
    const end = webhook === undefined ? running.finished : running.finished.then(tell);
    // Whoever waits for the end hears of a failure; that nobody does is no fault.
    end.catch(() => {});
    return {
      id: running.id,
      status: running.snapshot().status,
      document: running.snapshot(),
      getStatus: async () => running.snapshot(),
      cancel: async () => void (await running.cancel()),
      async finished() {
        const execution = await end;
        onProgress(progressOf(execution));
        return execution;
      },
    };
  }

  async function tell(execution: Execution): Promise<Execution> {
    await tellWebhook(execution.id, runtime.engine.deliveries, allowPrivateWebhooks);
    return execution;
  }
}

function warn(error: unknown): void {
  process.emitWarning(`A webhook was not told: ${errorMessage(error)}`, { code: "PROXX_WEBHOOK" });
}

function unknownExecution(executionId: string): ProxxError {
  return new ProxxError("execution_not_found", `There is no execution ${executionId}.`, {
    hint: "Executions of this program are kept in PROXX_HOME; those of a server are known there: give `apiUrl` for one.",
  });
}

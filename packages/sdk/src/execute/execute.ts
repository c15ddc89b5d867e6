import { PlanValidationError, ProxxError, type Plan } from "@proxx/contract";
import { createServerTarget } from "../client/server-target.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { readExecuteOptions, type ExecuteOptions, type ExecuteSettings } from "./execute-options.ts";
import type { ExecutionTarget, OpenEmbedded, StartedExecution } from "./execution-target.ts";
import { followToEnd } from "./follow-to-end.ts";
import { openEmbedded } from "./open-embedded.ts";
import { pause, type Pause } from "./pause.ts";
import { createPipelineExecution, type PipelineExecution } from "./pipeline-execution.ts";
import { createProgressReporter, progressOf, type ProgressReporter } from "./progress-reporter.ts";
import { keysForPlan } from "./provider-keys.ts";
import type { PlanSource } from "../compose/write-plan.ts";

/** What an execution meets outside of this package. */
export interface Effects {
  /** @default that of the process */
  environment?: Environment;
  openEmbedded?: OpenEmbedded;
  pause?: Pause;
  /** Milliseconds, of any clock that only goes forward. */
  now?: () => number;
}

/** Runs a plan: on a server or in this process, to its end or, where a webhook tells of that, to its beginning. */
export async function execute(
  source: PlanSource,
  options: ExecuteOptions,
  listeners: readonly ProgressReporter[] = [],
  effects: Effects = {},
): Promise<PipelineExecution> {
  const settings = readExecuteOptions(options, effects.environment ?? readEnvironment());
  const { signal } = settings;
  refuseAborted(signal);
  const report = createProgressReporter([...listeners, ...settings.listeners]);
  const target = await openTarget(settings, report, effects);
  const plan = withSettings(
    await source.write(settings.baseExecutionId, (executionId) => planOfBase(target, executionId, signal)),
    settings,
  );
  refuseAborted(signal);
  const followed = createPipelineExecution(await start(target, plan, { source, signal }));
  if (plan.webhook === undefined || signal?.aborted) await followToEnd(followed, signal, effects.pause ?? pause);
  return followed.execution;
}

/** Where the options say: a server, or this process. */
export async function openTarget(
  settings: ExecuteSettings,
  report: ProgressReporter,
  effects: Effects,
): Promise<ExecutionTarget> {
  const { apiUrl, providerApiKeys, environment } = settings;
  if (apiUrl === null) {
    return (effects.openEmbedded ?? openEmbedded)({
      environment: environment.variables,
      providers: settings.providers,
      onProgress: report,
      providerApiKeys,
      strict: settings.strict,
      databaseUrl: settings.databaseUrl,
      allowPrivateSources: settings.allowPrivateSources,
      allowPrivateWebhooks: settings.allowPrivateWebhooks,
    });
  }
  return createServerTarget({
    apiUrl,
    apiKey: settings.apiKey,
    fetch: settings.fetch,
    keysFor: (plan) => keysForPlan(plan, providerApiKeys, environment.providerApiKeys),
    strict: settings.strict,
    onStatus: (execution) => report(progressOf(execution)),
    pause: effects.pause ?? pause,
    now: effects.now ?? (() => performance.now()),
  });
}

function withSettings(plan: Plan, { baseExecutionId, webhook }: ExecuteSettings): Plan {
  return {
    ...plan,
    ...(baseExecutionId === null ? {} : { baseExecutionId }),
    ...(webhook === null ? {} : { webhook }),
  };
}

async function start(
  target: ExecutionTarget,
  plan: Plan,
  { source, signal }: { source: PlanSource; signal: AbortSignal | undefined },
): Promise<StartedExecution> {
  try {
    return await target.start(plan, signal);
  } catch (error) {
    if (!(error instanceof PlanValidationError)) throw error;
    const { baseExecutionId } = plan;
    const isBaseUnknown = error.issues.some(({ code }) => code === "base_not_found");
    if (isBaseUnknown && baseExecutionId !== undefined) throw baseNotFound(baseExecutionId, error);
    throw source.word(error, plan);
  }
}

async function planOfBase(
  target: ExecutionTarget,
  executionId: string,
  signal: AbortSignal | undefined,
): Promise<Plan> {
  try {
    return await target.planOf(executionId, signal);
  } catch (cause) {
    if (!(cause instanceof ProxxError) || cause.code !== "execution_not_found") throw cause;
    throw baseNotFound(executionId, cause);
  }
}

/** However it was found: by asking for its plan, or when a plan that names it was checked. */
function baseNotFound(executionId: string, cause: unknown): ProxxError {
  return new ProxxError("base_not_found", `The base execution ${executionId} does not exist.`, {
    hint: "Give `baseExecutionId` the `id` of an execution of this process, or of the same server, begun with the same API key.",
    cause,
  });
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new ProxxError("aborted", "The execution was aborted before it began.", {
    hint: "Run it again with a signal that is not aborted.",
    cause: signal.reason,
  });
}

import { ProxxError, type Plan } from "@proxx/contract";
import { createServerDoor } from "../client/server-door.ts";
import type { Door } from "./door.ts";
import { openEmbedded, openEmbeddedDoor, type OpenEmbedded } from "./embedded-door.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { readExecuteOptions, type ExecuteOptions, type ExecuteSettings } from "./execute-options.ts";
import { followToEnd } from "./follow-to-end.ts";
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
  const door = await openDoor(settings, report, effects);
  const plan = withSettings(
    await source(settings.baseExecutionId, (executionId) => planOfBase(door, executionId, signal)),
    settings,
  );
  refuseAborted(signal);
  const followed = createPipelineExecution(await door.start(plan, signal));
  if (plan.webhook === undefined || signal?.aborted) await followToEnd(followed, signal, effects.pause ?? pause);
  return followed.execution;
}

/** Where the options say: a server, or this process. */
export async function openDoor(settings: ExecuteSettings, report: ProgressReporter, effects: Effects): Promise<Door> {
  const { apiUrl, providerApiKeys, environmentApiKeys } = settings;
  if (apiUrl === null) {
    return openEmbeddedDoor({
      openEmbedded: effects.openEmbedded ?? openEmbedded,
      onProgress: report,
      // They stay in this process, so each may be at hand for whatever model the operator has chosen.
      providerKeys: { ...environmentApiKeys, ...providerApiKeys },
      strict: settings.strict,
      allowPrivateSources: settings.allowPrivateSources,
      allowPrivateWebhooks: settings.allowPrivateWebhooks,
    });
  }
  return createServerDoor({
    apiUrl,
    apiKey: settings.apiKey,
    fetch: settings.fetch,
    keysFor: (plan) => keysForPlan(plan, providerApiKeys, environmentApiKeys),
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

async function planOfBase(door: Door, executionId: string, signal: AbortSignal | undefined): Promise<Plan> {
  try {
    return await door.planOf(executionId, signal);
  } catch (cause) {
    if (!(cause instanceof ProxxError) || cause.code !== "execution_not_found") throw cause;
    throw new ProxxError("base_not_found", `The base execution ${executionId} does not exist.`, {
      hint: "Give `baseExecutionId` the `id` of an execution of the same server, begun with the same API key.",
      cause,
    });
  }
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new ProxxError("aborted", "The execution was aborted before it began.", {
    hint: "Run it again with a signal that is not aborted.",
    cause: signal.reason,
  });
}

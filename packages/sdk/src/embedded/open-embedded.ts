import { randomUUID } from "node:crypto";
import { ProxxError, type Execution, type Plan, type ProviderApiKeys, type WebhookBody } from "@proxx/contract";
import { createNetwork, deliverWebhook, WEBHOOK_DELAYS_MS } from "@proxx/network";
import { findProviderKey, isProviderName } from "@proxx/providers";
import type { EmbeddedEngine, EmbeddedExecution, OpenEmbedded } from "../execute/embedded-door.ts";
import { createLocalEngine, type LocalEngine } from "./create-local-engine.ts";
import { readLocalSettings } from "./local-settings.ts";

/** The engines of this process, which keep their executions as long as it lives: one that may reach private sources, one that may not. */
const engines = new Map<boolean, LocalEngine>();
const plans = new Map<string, { plan: Plan; local: LocalEngine }>();

/** The engine that `execute()` works with where there is no server. */
export const openEmbedded: OpenEmbedded = async () => embedded;

const embedded: EmbeddedEngine = {
  async start(plan, { allowPrivateSources, allowPrivateWebhooks, ...options }) {
    const base = plan.baseExecutionId === undefined ? undefined : plans.get(plan.baseExecutionId);
    const local = localEngine(allowPrivateSources);
    if (base !== undefined && base.local !== local) {
      throw new TypeError("Expected `allowPrivateSources` to be the same as for the base execution");
    }
    const providerKeys = broughtKeys(options.providerKeys, process.env);
    const running = await local.engine.start(plan, { ...options, providerKeys });
    plans.set(running.id, { plan, local });
    const finished =
      plan.webhook === undefined ? running.finished : telling(running, plan.webhook, allowPrivateWebhooks);
    return { ...running, finished, cancel: async () => void (await running.cancel()) };
  },
  async planOf(executionId) {
    return known(executionId).plan;
  },
  async statusOf(executionId) {
    const execution = await known(executionId).local.engine.get(executionId);
    return execution ?? unknownExecution(executionId);
  },
};

/** Those that are not the environment's own, which the engine has already, with the addresses they are for. */
function broughtKeys(keys: ProviderApiKeys, environment: NodeJS.ProcessEnv): Record<string, string> {
  const brought = Object.entries(keys).filter(
    ([provider, key]) => !isProviderName(provider) || findProviderKey(provider, { environment })?.apiKey !== key,
  );
  return Object.fromEntries(brought);
}

function localEngine(allowPrivateSources: boolean): LocalEngine {
  const open =
    engines.get(allowPrivateSources) ?? createLocalEngine({ ...readLocalSettings(process.env), allowPrivateSources });
  engines.set(allowPrivateSources, open);
  return open;
}

function known(executionId: string): { plan: Plan; local: LocalEngine } {
  return plans.get(executionId) ?? unknownExecution(executionId);
}

function unknownExecution(executionId: string): never {
  throw new ProxxError("execution_not_found", `There is no execution ${executionId} in this process.`, {
    hint: "Executions of other processes are known to a server; give `apiUrl` for one.",
  });
}

/** A program waits for its webhook for some minutes; over a day it is tried by a server. */
const DELAYS_MS = WEBHOOK_DELAYS_MS.slice(0, 4);

/** The end is told before it is known here, so that a program that waits for it does not end before it is told. */
async function telling(
  running: Pick<EmbeddedExecution, "id" | "finished">,
  webhook: NonNullable<Plan["webhook"]>,
  allowPrivate: boolean,
): Promise<Execution> {
  const execution = await running.finished;
  const network = createNetwork({ purpose: "webhook", allowPrivate });
  try {
    const { outcome, attempts } = await deliverWebhook({
      network,
      url: webhook.url,
      secret: webhook.secret ?? null,
      body: JSON.stringify(bodyOf(execution)),
      id: `msg_${randomUUID()}`,
      delaysMs: DELAYS_MS,
    });
    if (outcome !== "delivered") {
      const reason = attempts.at(-1)?.error?.message ?? outcome;
      process.emitWarning(`The webhook of ${running.id} was not delivered: ${reason}`, { code: "PROXX_WEBHOOK" });
    }
  } finally {
    await network.close();
  }
  return execution;
}

function bodyOf({ id, status, result, error, completedAt }: Execution): WebhookBody {
  if (status === "pending" || status === "processing") throw new TypeError("Expected an execution that has ended");
  return {
    executionId: id,
    status,
    result,
    video: result,
    ...(error === null ? {} : { error }),
    completedAt: completedAt ?? new Date().toISOString(),
  };
}

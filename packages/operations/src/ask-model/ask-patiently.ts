import { backoffMs, type JobContext } from "@proxx/contract";
import {
  ProviderError,
  type ProviderProgress,
  type ProviderRequest,
  type ProviderResult,
  type ProviderRunOptions,
  type Providers,
} from "@proxx/providers";
import { notedRefusals, notedSending, type NotedRun } from "./noted-down.ts";
import { reportAsking } from "./report-asking.ts";

export interface Asking {
  providers: Providers;
  remembered: NotedRun | null;
  context: JobContext;
}

/** Answers to a submission that is not taken. */
const NOTHING_BEGAN: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 422, 429]);
const TRIES = 6;
const LONGEST_WAIT_MS = 120_000;

/**
 * Has a provider do a request. That it is about to be sent is noted down before, and which run it began right after; where only
 * the first was, the provider is asked which run that is. One
 * that is told to come later (429) comes later: nothing has begun then. After any other failure of a submission nobody knows
 * whether something has, so it is not sent a second time.
 */
export async function askPatiently(
  name: string,
  request: ProviderRequest,
  { providers, remembered, context }: Asking,
): Promise<ProviderResult[]> {
  let hasBegun = remembered !== null;
  const webhookUrl = request.webhookUrl ?? (await context.callbackUrl()) ?? undefined;
  for (let attempt = notedRefusals(context.remembered, name) + 1; ; attempt++) {
    try {
      const options: ProviderRunOptions = {
        providerApiKeys: context.providerApiKeys,
        remembered,
        lost: notedSending(context.remembered, name),
        intend: (sent) => context.remember({ provider: name, isSubmitting: true, sent }),
        remember: async (run) => {
          hasBegun = true;
          await context.remember(run);
        },
        pause: context.park,
        onProgress: (progress) => context.progress(progress.fraction ?? 0, 1, describe(progress, name)),
        signal: context.signal,
      };
      return await reportAsking(name, { request, remembered }, context, () =>
        providers.run(name, { ...request, webhookUrl }, options),
      );
    } catch (error) {
      if (hasBegun || !(error instanceof ProviderError)) throw error;
      const waitMs = error.retryAfterMs ?? backoffMs(attempt, { firstMs: 2000 });
      const isToCome = error.code === "provider_rate_limited" && attempt < TRIES && waitMs <= LONGEST_WAIT_MS;
      if (NOTHING_BEGAN.has(error.status ?? 0)) {
        await context.remember(isToCome ? { provider: name, refusals: attempt } : null);
      }
      if (!isToCome) throw error;
      context.progress(0, 1, `${name} asks to wait for ${Math.ceil(waitMs / 1000)} s`);
      await context.park(waitMs);
    }
  }
}

function describe({ state, queuePosition }: ProviderProgress, name: string): string {
  if (state === "uploading") return `sending to ${name}`;
  if (state === "running") return `running at ${name}`;
  if (queuePosition === null) return `queued at ${name}`;
  return queuePosition === 0 ? `next at ${name}` : `queued at ${name}, ${queuePosition} before it`;
}

import { ProxxError } from "@proxx/contract";
import type { WaitingJob } from "@proxx/engine";
import type {
  ProviderName,
  ProviderRunOptions,
  Providers,
  WebhookDelivery,
  WebhookNews,
  WebhookTrust,
} from "@proxx/providers";

/** How providers tell of a run's end. They are asked as well: a webhook only brings the next question forward. */
export interface ProviderWebhooks {
  /** An address of this machine's that the provider can reach; what comes there goes to `receiveProviderWebhook`. */
  urlFor: (provider: ProviderName) => string;
  /** What the provider signs with, for those where an account has its own secret (Replicate). */
  secrets?: Readonly<Partial<Record<ProviderName, string>>> | undefined;
}

export type Polling = Pick<ProviderRunOptions, "firstPauseMs" | "longestPauseMs" | "timeoutMs">;

/** The same providers, asked at this pace, and told where to tell of the end. */
export function withWebhooks(
  providers: Providers,
  { polling, webhooks }: { polling: Polling; webhooks: ProviderWebhooks | undefined },
): Providers {
  return {
    ...providers,
    run: (name, request, options) => {
      const isHeard = webhooks !== undefined && (name !== "replicate" || webhooks.secrets?.[name] !== undefined);
      const webhookUrl = isHeard && providers.get(name).parseWebhook !== undefined ? webhooks.urlFor(name) : undefined;
      return providers.run(name, { ...request, webhookUrl }, { ...polling, ...options });
    },
  };
}

export interface ReceiveProviderWebhook {
  providers: Pick<Providers, "get">;
  trust: WebhookTrust;
  /** The job that waits for a run; a server looks into its database. */
  jobOf: (run: { provider: ProviderName; id: string }) => WaitingJob | null | Promise<WaitingJob | null>;
  /** `engine.running(executionId)?.wake(jobId)`, wherever that engine is. */
  wake: (job: WaitingJob) => void | Promise<void>;
}

/**
 * Takes what came to a provider's webhook, and lets the job that waits for that run ask at once. Deliveries that come
 * twice, late, out of order or for nobody do no harm: they are a reason to ask and nothing more. Rejects with
 * `webhook_invalid` for what the provider has not sent.
 */
export async function receiveProviderWebhook(
  name: ProviderName,
  delivery: WebhookDelivery,
  { providers, trust, jobOf, wake }: ReceiveProviderWebhook,
): Promise<WebhookNews> {
  const provider = providers.get(name);
  if (provider.parseWebhook === undefined || (name === "replicate" && trust.secret === undefined)) {
    throw new ProxxError("webhook_invalid", `Nothing is expected from ${name} here.`, {
      hint: "Replicate's webhooks need the account's signing secret; fal's are the only others.",
    });
  }
  const news = await provider.parseWebhook(delivery, trust);
  const job = await jobOf(news);
  if (job !== null) await wake(job);
  return news;
}

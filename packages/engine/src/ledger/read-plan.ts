import type { Plan } from "@proxx/contract";
import type { ExecutionRecord } from "./ledger.ts";
import { webhookSchema } from "./open-deliveries.ts";
import type { Sealer } from "./seal-secrets.ts";

/** The plan of an execution as it was sent, the secrets of its webhook included as long as they can be read. */
export async function readPlan({ plan, webhook: sealed }: ExecutionRecord, sealer: Sealer): Promise<Plan> {
  const webhook = sealed === null ? null : await sealer.unseal(sealed, webhookSchema);
  if (webhook === null) return plan;
  const { url, secret, previousSecret } = webhook;
  const secrets = {
    ...(secret === null ? {} : { secret }),
    ...(previousSecret === null ? {} : { previousSecret }),
  };
  return { ...plan, webhook: { url, ...secrets } };
}

export function withoutSecrets({ webhook, ...plan }: Plan): Plan {
  return webhook === undefined ? plan : { ...plan, webhook: { url: webhook.url } };
}

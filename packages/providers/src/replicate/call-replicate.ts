import type Replicate from "replicate";
import { callProvider } from "../ask/call-provider.ts";
import type { CallPhase } from "../ask/answer-error.ts";
import type { ProviderContext } from "../provider.ts";
import { readReplicateAnswer } from "./read-replicate-answer.ts";

/** One call of Replicate's own client. */
export async function callReplicate<T>(
  phase: CallPhase,
  context: ProviderContext,
  use: (client: Replicate, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // Loaded when it is needed: most runs of Proxx call no provider, and the clients take longer to load than Proxx.
  const { default: Client } = await import("replicate");
  return callProvider({ provider: "replicate", phase, context, read: readReplicateAnswer }, (fetch) => {
    const client = new Client({
      auth: context.apiKey,
      fetch,
      useFileOutput: false,
      userAgent: "proxx",
      ...(context.baseUrl === undefined ? {} : { baseUrl: context.baseUrl }),
    });
    return use(client, context.signal ?? new AbortController().signal);
  });
}

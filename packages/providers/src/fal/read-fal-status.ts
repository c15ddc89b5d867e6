import { z } from "zod";
import { ProviderError } from "../ask/provider-error.ts";
import type { PollOutcome } from "../provider-result.ts";

const statusSchema = z.object({
  status: z.enum(["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]),
  queue_position: z.number().nullish(),
  logs: z.array(z.object({ message: z.string() })).nullish(),
});

/** Where the request is in the queue; null when it is over. */
export function readFalStatus(answer: unknown): PollOutcome | null {
  const parsed = statusSchema.safeParse(answer);
  if (!parsed.success) {
    throw new ProviderError("fal", "result_unusable", "fal answered with something that is no state of a request.");
  }
  const { status, queue_position, logs } = parsed.data;
  if (status === "COMPLETED") return null;
  if (status === "IN_QUEUE") return { state: "running", fraction: null, queuePosition: queue_position ?? null };
  return {
    state: "running",
    fraction: fractionFromLogs((logs ?? []).map(({ message }) => message)),
    queuePosition: null,
  };
}

/** Models that tell how far they are do so in their log: `45%|████▌     | 9/20`. */
function fractionFromLogs(messages: readonly string[]): number | null {
  for (const message of messages.toReversed()) {
    const percent = Number(/(\d{1,3})\s?%/.exec(message)?.[1] ?? Number.NaN);
    if (percent <= 100) return percent / 100;
  }
  return null;
}

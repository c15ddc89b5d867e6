import type { DeliveryState, WebhookAttempt, WebhookBody } from "@proxx/contract";
import { attemptWebhook, nextDelivery, type Network } from "@proxx/network";
import type { Deliveries, TakenDelivery } from "@proxx/runtime";
import { untilAborted } from "../until-aborted.ts";

export interface DelivererOptions {
  deliveries: Pick<Deliveries, "take" | "keep" | "onNew">;
  /** Made with `purpose: "webhook"`. */
  network: Network;
  /** What is sent, with files as clients of this server reach them. */
  present: (body: WebhookBody) => WebhookBody;
  now: () => number;
  random: () => number;
  /** Told of each attempt: what its message is after it. */
  onAttempt: (status: DeliveryState["status"]) => void;
  /** Told what went wrong with the rows themselves. */
  onFault: (fault: unknown) => void;
}

/** Attempts what is due, and looks again when the next one is. */
export interface Deliverer {
  /** There is something new to deliver. */
  wake(): void;
  /** Resolves when nothing is due any more, or the signal aborts. */
  drained(signal: AbortSignal): Promise<void>;
  /** Ends what is under way, which counts as no attempt. */
  close(): Promise<void>;
}

const AT_A_TIME = 16;
/** Longer than any attempt takes; what a process had that is gone is taken by another one after it. */
const LEASE_MS = 60_000;
/** Other processes add what is to be delivered, too, and leave it behind. */
const LONGEST_NAP_MS = 5000;

export function createDeliverer({
  deliveries,
  network,
  present,
  now,
  random,
  onAttempt,
  onFault,
}: DelivererOptions): Deliverer {
  const closing = new AbortController();
  const underway = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const forget = deliveries.onNew(wake);
  wake();

  // One look after the other, so that no more are taken than there are places.
  function wake(): void {
    looking = looking.then(look).catch(onFault);
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    // Where all places are taken, the end of an attempt is what wakes it.
    if (closing.signal.aborted || underway.size >= AT_A_TIME) return;
    timer = setTimeout(wake, LONGEST_NAP_MS);
    const request = { leaseMs: LEASE_MS, limit: AT_A_TIME - underway.size, executionId: null };
    const { taken, nextInMs } = await deliveries.take(request);
    for (const delivery of taken) {
      const attempt = makeAttempt(delivery).catch(onFault);
      underway.add(attempt);
      void attempt.then(() => {
        underway.delete(attempt);
        wake();
      });
    }
    clearTimeout(timer);
    const napMs = Math.min(nextInMs ?? LONGEST_NAP_MS, LONGEST_NAP_MS);
    if (!closing.signal.aborted && underway.size < AT_A_TIME) timer = setTimeout(wake, napMs);
  }

  async function makeAttempt(delivery: TakenDelivery): Promise<void> {
    const next = nextDelivery(delivery, await attempt(delivery), now(), random());
    onAttempt(next.status);
    await deliveries.keep(delivery, next);
  }

  async function attempt({ webhook, body, messageId: id }: TakenDelivery): Promise<WebhookAttempt> {
    if (webhook === null) return unreadable(now());
    const { signal } = closing;
    return attemptWebhook({ network, ...webhook, body: JSON.stringify(present(body)), id, signal, now });
  }

  return {
    wake,
    async drained(signal) {
      wake();
      while (!signal.aborted) {
        await looking;
        if (underway.size === 0) return;
        await Promise.race([...underway, untilAborted(signal)]);
      }
    },
    async close() {
      forget();
      closing.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all(underway);
      clearTimeout(timer);
    },
  };
}

function unreadable(nowMs: number): WebhookAttempt {
  const message = "Its address cannot be read: the key of this folder's secrets is another one than it was.";
  const error = { code: "webhook_invalid", message } as const;
  return { at: new Date(nowMs).toISOString(), status: null, durationMs: 0, answer: null, retryAfterMs: null, error };
}

import { attemptWebhook, type Network } from "@proxx/network";
import type { Delivery } from "./delivery.ts";
import type { DeliveryRows } from "./delivery-rows.ts";
import { untilAborted } from "../until-aborted.ts";
import { nextDelivery } from "./next-delivery.ts";

export interface DelivererOptions {
  rows: DeliveryRows;
  /** Made with `purpose: "webhook"`. */
  network: Network;
  now: () => number;
  random: () => number;
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
/** Rows may be added by others, and clocks are set. */
const LONGEST_NAP_MS = 60_000;

export function createDeliverer({ rows, network, now, random, onFault }: DelivererOptions): Deliverer {
  const closing = new AbortController();
  const underway = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  // One look after the other: two at once would begin the same delivery twice.
  function wake(): void {
    looking = looking.then(look).catch(onFault);
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (closing.signal.aborted) return;
    const waiting = await rows.waiting(2 * AT_A_TIME);
    const others = waiting.filter(({ id }) => !underway.has(id));
    const due = others.filter(({ nextAtMs }) => nextAtMs !== null && nextAtMs <= now());
    for (const delivery of due.slice(0, AT_A_TIME - underway.size)) {
      const made = makeAttempt(delivery).catch(onFault);
      underway.set(delivery.id, made.finally(() => underway.delete(delivery.id)).then(wake));
    }
    const next = others.find(({ id }) => !underway.has(id))?.nextAtMs ?? null;
    const napMs = next === null ? LONGEST_NAP_MS : Math.min(Math.max(next - now(), 0), LONGEST_NAP_MS);
    // Where all places are taken, the end of an attempt is what wakes it.
    if (underway.size < AT_A_TIME && !closing.signal.aborted) timer = setTimeout(wake, napMs);
  }

  async function makeAttempt(delivery: Delivery): Promise<void> {
    const { url, secret, previousSecret, body, messageId } = delivery;
    const { signal } = closing;
    const attempt = await attemptWebhook({ network, url, secret, previousSecret, body, id: messageId, signal, now });
    await rows.save(nextDelivery(delivery, attempt, now(), random()));
  }

  return {
    wake,
    async drained(signal) {
      while (!signal.aborted) {
        await looking;
        if (underway.size === 0) return;
        await Promise.race([...underway.values(), untilAborted(signal)]);
      }
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all(underway.values());
      clearTimeout(timer);
    },
  };
}

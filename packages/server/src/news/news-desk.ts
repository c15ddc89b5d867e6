import { createFeed, type Feed, type FeedOptions, type Told } from "./feed.ts";

/** Which executions of a tenant stand otherwise, for whoever looks on. */
export interface NewsDesk {
  follow(tenant: string | null): Subscription;
  /** Something has happened in this process: it is looked at soon. */
  hurry(): void;
  close(): void;
}

interface Subscription {
  /** Those after an id, as soon as there are any. Empty where the signal aborts. */
  readonly next: (after: number, signal: AbortSignal) => Promise<readonly Told[]>;
  readonly leave: () => void;
}

/** A client whose connection breaks comes back sooner. */
const LINGER_MS = 30_000;

/** One look for all who look on, of each tenant, and none where nobody does. */
export function createNewsDesk(options: Omit<FeedOptions, "tenant">): NewsDesk {
  const feeds = new Map<string | null, { feed: Feed; readers: number; timer: NodeJS.Timeout | undefined }>();
  return {
    follow(tenant) {
      const kept = feeds.get(tenant) ?? { feed: createFeed({ ...options, tenant }), readers: 0, timer: undefined };
      feeds.set(tenant, kept);
      clearTimeout(kept.timer);
      kept.readers += 1;
      let isHere = true;
      return {
        next: (after, signal) => kept.feed.next(after, signal),
        leave() {
          if (!isHere) return;
          isHere = false;
          kept.readers -= 1;
          if (kept.readers > 0) return;
          kept.timer = setTimeout(() => {
            kept.feed.close();
            feeds.delete(tenant);
          }, LINGER_MS).unref();
        },
      };
    },
    hurry() {
      for (const { feed } of feeds.values()) feed.hurry();
    },
    close() {
      for (const { feed, timer } of feeds.values()) {
        clearTimeout(timer);
        feed.close();
      }
      feeds.clear();
    },
  };
}

import type { DeliveryState, WebhookAttempt } from "@proxx/contract";
import { describe, expect, it } from "vitest";
import { nextDelivery } from "./next-delivery.ts";

const NOW = Date.parse("2026-11-28T12:00:00.000Z");
const HOUR = 3_600_000;

interface Delivery extends DeliveryState {
  readonly messageId: string;
}

const delivery: Delivery = { messageId: "msg_1", status: "waiting", attempts: [], failures: 0, nextAtMs: NOW };

/** As one is that is to be made once more. */
function redelivered(last: Delivery): Delivery {
  return { ...last, status: "waiting", failures: 0, nextAtMs: NOW };
}

function answered(status: number, retryAfterMs: number | null = null): WebhookAttempt {
  const failed = status >= 300;
  return {
    at: "2026-11-28T12:00:00.000Z",
    status,
    durationMs: 3,
    answer: "",
    retryAfterMs,
    error: failed ? { code: "webhook_undelivered", message: `The receiver answered ${status}.` } : null,
  };
}

/** The waits, each as long as it is without jitter, until no attempt is to come. */
function waits(attempt: WebhookAttempt): { waitedMs: number[]; last: Delivery } {
  const waitedMs: number[] = [];
  let last = delivery;
  let now = NOW;
  for (;;) {
    last = nextDelivery(last, attempt, now, 0.5);
    if (last.nextAtMs === null) return { waitedMs, last };
    waitedMs.push(last.nextAtMs - now);
    now = last.nextAtMs;
  }
}

describe("a delivery", () => {
  it("is tried ten times over three days, and is then exhausted", () => {
    const { waitedMs, last } = waits(answered(500));
    const minutes = waitedMs.map((ms) => ms / 60_000);
    expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440]);
    expect([last.status, last.attempts.length, last.messageId]).toEqual(["exhausted", 10, "msg_1"]);
  });

  it.each([200, 204, 299])("is delivered by %i", (status) => {
    expect(nextDelivery(delivery, answered(status), NOW, 0)).toMatchObject({ status: "delivered", nextAtMs: null });
  });

  it("ends where the receiver wants no more, or may not be reached", () => {
    expect(nextDelivery(delivery, answered(410), NOW, 0)).toMatchObject({ status: "gone", nextAtMs: null });
    const error = { code: "webhook_invalid", message: "No." } as const;
    const refused = nextDelivery(delivery, { ...answered(500), status: null, error }, NOW, 0);
    expect(refused).toMatchObject({ status: "refused", nextAtMs: null });
  });

  it.each([301, 307, 404, 429, 503])("is tried again after %i", (status) => {
    expect(nextDelivery(delivery, answered(status), NOW, 0.5)).toMatchObject({
      status: "waiting",
      nextAtMs: NOW + 5000,
    });
  });

  it("waits as long as the receiver asks, though not for ever, and never less than is due", () => {
    const next = (retryAfterMs: number) =>
      (nextDelivery(delivery, answered(503, retryAfterMs), NOW, 0.5).nextAtMs ?? 0) - NOW;
    expect([next(60_000), next(0), next(365 * 24 * HOUR)]).toEqual([60_000, 5000, 24 * HOUR]);
  });

  it("waits a fifth longer or shorter, so that those that fail together do not come back together", () => {
    const next = (random: number) => (nextDelivery(delivery, answered(500), NOW, random).nextAtMs ?? 0) - NOW;
    expect([next(0), next(1)]).toEqual([4000, 6000]);
  });

  it("is as it was where the server went away in the middle", () => {
    const error = { code: "aborted", message: "The attempt was aborted." } as const;
    expect(nextDelivery(delivery, { ...answered(500), status: null, error }, NOW, 0)).toBe(delivery);
  });

  it("that is made once more has all its attempts again, and the same message", () => {
    const { last } = waits(answered(500));
    const again = nextDelivery(redelivered(last), answered(500), NOW, 0.5);
    expect(again).toMatchObject({ status: "waiting", failures: 1, nextAtMs: NOW + 5000, messageId: "msg_1" });
    expect(again.attempts).toHaveLength(11);
  });

  it("keeps the beginning of long answers, and the last of many attempts", () => {
    let many = nextDelivery(delivery, { ...answered(500), answer: "x".repeat(4096) }, NOW, 0);
    expect(many.attempts[0]?.answer).toHaveLength(1024);
    for (let count = 0; count < 60; count++) many = nextDelivery(redelivered(many), answered(500), NOW, 0);
    expect(many.attempts).toHaveLength(50);
  });
});

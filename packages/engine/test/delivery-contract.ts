import type { DeliveryState } from "@proxx/contract";
import { expect, test } from "vitest";
import type { DeliveryRequest, KeptDelivery, Ledger, NewDelivery, NewExecution } from "../src/index.ts";

export interface DeliveryContractOptions {
  createLedger: () => Ledger | Promise<Ledger>;
  /** An execution that is in no ledger yet. */
  newExecution: (about: Partial<NewExecution>) => NewExecution;
  /** Ends one, and gives a message to be kept with that. */
  end: (ledger: Ledger, executionId: string, delivery: NewDelivery | null) => Promise<unknown>;
}

const LEASE_MS = 60_000;
const DELIVERED: DeliveryState = { status: "delivered", attempts: [], failures: 0, nextAtMs: null };

/** What whoever tells webhooks relies on, of any ledger. */
export function deliveryContract({ createLedger, newExecution, end }: DeliveryContractOptions): void {
  let count = 0;

  async function ended(about: Partial<NewExecution> = {}, given?: Ledger) {
    const ledger = given ?? (await createLedger());
    const execution = newExecution({ webhook: "sealed", ...about });
    await ledger.create(execution);
    const message = messageOf(execution.id);
    await end(ledger, execution.id, message);
    return { ledger, id: execution.id, message };
  }

  function messageOf(executionId: string): NewDelivery {
    const id = `whd_${process.pid}_${(count += 1)}`;
    const completedAt = new Date(5).toISOString();
    const body = { executionId, status: "completed", result: null, video: null, results: {}, completedAt } as const;
    return { id, messageId: `msg_${id}`, body };
  }

  /** Takes that of one execution; a ledger may hold others. */
  async function take(ledger: Ledger, executionId: string, lease: string, leaseMs = LEASE_MS) {
    const { taken } = await ledger.takeDeliveries({ lease, leaseMs, limit: 10, executionId });
    return taken.map(({ id }) => id);
  }

  async function takeAll(ledger: Ledger, request: Partial<DeliveryRequest> = {}): Promise<readonly KeptDelivery[]> {
    const about = { lease: "all", leaseMs: LEASE_MS, limit: 1000, executionId: null };
    return (await ledger.takeDeliveries({ ...about, ...request })).taken;
  }

  test("writes one message when an execution ends that has a webhook, and none for others", async () => {
    const { ledger, id, message } = await ended({ tenant: "one" });
    await end(ledger, id, messageOf(id));
    const kept = await ledger.readDelivery(message.id, "one");
    expect(kept).toEqual({
      ...message,
      tenant: "one",
      executionId: id,
      webhook: "sealed",
      createdAtMs: expect.any(Number),
      status: "waiting",
      attempts: [],
      failures: 0,
      nextAtMs: kept?.createdAtMs,
    });
    const about = { tenant: "one", after: null, limit: 10, executionId: id, status: null };
    expect(await ledger.listDeliveries(about)).toEqual([kept]);
    expect(await ledger.readDelivery(message.id, null)).toBeNull();
    for (const without of [{ webhook: null }, { webhook: "sealed" }]) {
      const execution = newExecution(without);
      await ledger.create(execution);
      await end(ledger, execution.id, without.webhook === null ? messageOf(execution.id) : null);
      expect(await ledger.listDeliveries({ ...about, tenant: null, executionId: execution.id })).toEqual([]);
    }
  });

  test("gives what is due to one of many, and again when its lease is over or it is given back", async () => {
    const { ledger, message } = await ended();
    const tries = await Promise.all(["x", "y", "z"].map((lease) => takeAll(ledger, { lease })));
    expect(tries.flat().filter(({ id }) => id === message.id)).toHaveLength(1);
    const lease = ["x", "y", "z"][tries.findIndex((taken) => taken.some(({ id }) => id === message.id))] ?? "";
    const state: DeliveryState = { status: "waiting", attempts: [], failures: 1, nextAtMs: 1 };
    expect(await ledger.keepDelivery(message.id, state, { lease: "nobody's", leaseMs: 0 })).toBe(false);
    // Kept, and had on.
    expect(await ledger.keepDelivery(message.id, state, { lease, leaseMs: LEASE_MS })).toBe(true);
    expect((await takeAll(ledger)).filter(({ id }) => id === message.id)).toEqual([]);
    expect(await ledger.keepDelivery(message.id, state, { lease, leaseMs: 0 })).toBe(true);
    expect(await ledger.keepDelivery(message.id, state, { lease, leaseMs: 0 })).toBe(false);
    const again = (await takeAll(ledger, { leaseMs: 1 })).find(({ id }) => id === message.id);
    expect(again).toMatchObject({ failures: 1, messageId: message.messageId });
    await expect.poll(async () => (await takeAll(ledger, { lease: "late" })).map(({ id }) => id)).toContain(message.id);
    // Whoever had it before has it no more.
    expect(await ledger.keepDelivery(message.id, DELIVERED, { lease: "all", leaseMs: 0 })).toBe(false);
    expect(await ledger.keepDelivery(message.id, DELIVERED, { lease: "late", leaseMs: 0 })).toBe(true);
    expect((await takeAll(ledger)).filter(({ id }) => id === message.id)).toEqual([]);
  });

  test("says when the next one is due, and gives that of one execution before", async () => {
    const { ledger, id, message } = await ended();
    await takeAll(ledger);
    await ledger.redeliver(message.id, null);
    expect(await take(ledger, id, "x")).toEqual([message.id]);
    const attempts = [
      { at: new Date(5).toISOString(), status: 500, durationMs: 3, answer: "no", retryAfterMs: null, error: null },
    ];
    const later = { status: "waiting", attempts, failures: 1, nextAtMs: Date.now() + 3_600_000 } as const;
    await ledger.keepDelivery(message.id, later, { lease: "x", leaseMs: 0 });
    expect(await ledger.readDelivery(message.id, null)).toMatchObject(later);
    const { taken, nextInMs } = await ledger.takeDeliveries({ lease: "y", leaseMs: 1, limit: 9, executionId: null });
    expect(taken).toEqual([]);
    expect(nextInMs).toBeGreaterThan(0);
    expect(nextInMs).toBeLessThanOrEqual(3_600_000);
    expect(await take(ledger, id, "z")).toEqual([message.id]);
    expect(await take(ledger, id, "nobody's")).toEqual([]);
    expect(await ledger.redeliver(message.id, "other")).toBeNull();
    expect(await ledger.redeliver(message.id, null)).toMatchObject({ status: "waiting", failures: 0, attempts });
    expect(await ledger.keepDelivery(message.id, DELIVERED, { lease: "z", leaseMs: 0 })).toBe(false);
    expect((await takeAll(ledger)).map((one) => one.id)).toContain(message.id);
  });

  test("lists a tenant's messages, the newest first, page by page", async () => {
    const tenant = `tenant_${process.pid}_${(count += 1)}`;
    const { ledger, message: first, id } = await ended({ tenant });
    const { message: second } = await ended({ tenant }, ledger);
    const all = { tenant, after: null, limit: 10, executionId: null, status: null };
    const rows = await ledger.listDeliveries(all);
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set([first.id, second.id]));
    expect(rows.map(({ createdAtMs }) => createdAtMs)).toEqual(
      rows.map(({ createdAtMs }) => createdAtMs).toSorted((a, b) => b - a),
    );
    const [top] = await ledger.listDeliveries({ ...all, limit: 1 });
    expect(top).toEqual(rows[0]);
    expect(await ledger.listDeliveries({ ...all, after: top ?? null })).toEqual(rows.slice(1));
    expect((await ledger.listDeliveries({ ...all, executionId: id })).map((row) => row.id)).toEqual([first.id]);
    expect(await ledger.listDeliveries({ ...all, status: "delivered" })).toEqual([]);
  });
}

import { expect, test } from "vitest";
import type { JobSpecState, KeptJobSpec, Ledger, NewJobSpec } from "../src/index.ts";

const LEASE_MS = 60_000;
const RUNNING: JobSpecState = { status: "processing", progress: 0, result: null, completedAtMs: null };
const DONE: JobSpecState = { status: "completed", progress: 100, result: { clips: [] }, completedAtMs: 9 };

/** What whoever runs JobSpecs relies on, of any ledger; no other test takes any from it. */
export function jobSpecContract(createLedger: () => Ledger | Promise<Ledger>): void {
  let count = 0;

  function newJobSpec(about: Partial<NewJobSpec> = {}): NewJobSpec {
    count += 1;
    const id = `job_${process.pid}_${String(count).padStart(4, "0")}`;
    return { id, tenant: null, document: { sources: [id] }, createdAtMs: count, request: null, ...about };
  }

  async function created(about: Partial<NewJobSpec> = {}) {
    const ledger = await createLedger();
    const jobSpec = newJobSpec(about);
    await ledger.createJobSpec(jobSpec);
    return { ledger, jobSpec, id: jobSpec.id };
  }

  /** Takes those that others tests have left, up to this one. */
  async function take(ledger: Ledger, id: string, lease: string, leaseMs = LEASE_MS): Promise<KeptJobSpec | null> {
    for (let round = 0; ; round += 1) {
      const taken = await ledger.takeJobSpec({ lease: `${lease}${round === 0 ? "" : round}`, leaseMs });
      if (taken === null || taken.id === id) return taken;
      await ledger.keepJobSpec(taken.id, DONE, { lease: `${lease}${round === 0 ? "" : round}`, leaseMs: 0 });
    }
  }

  test("gives a JobSpec back as it was created, to its tenant alone", async () => {
    const { ledger, jobSpec, id } = await created({ tenant: "one", document: { sources: ["/a\u0000 ü.mov"] } });
    const { request: _request, ...about } = jobSpec;
    const state = { status: "pending", progress: 0, result: null, completedAtMs: null };
    expect(await ledger.readJobSpec(id, "one")).toEqual({ ...about, ...state, isCancelled: false, losses: 0 });
    for (const tenant of [null, "two"]) {
      expect(await ledger.readJobSpec(id, tenant)).toBeNull();
      expect(await ledger.cancelJobSpec(id, tenant)).toBeNull();
    }
    expect(await ledger.readJobSpec(id, "one")).toMatchObject({ isCancelled: false });
    // A call whose answer was lost gets it when it is made again.
    expect(await ledger.createJobSpec(jobSpec)).toEqual({ id, isSame: true });
  });

  test("lists a tenant's JobSpecs, the newest first, page by page, and those that are asked for", async () => {
    const ledger = await createLedger();
    const tenant = `tenant_${process.pid}_${(count += 1)}`;
    const all = [1, 2, 2, 3].map((createdAtMs) => newJobSpec({ tenant, createdAtMs }));
    for (const jobSpec of [...all, newJobSpec()]) await ledger.createJobSpec(jobSpec);
    const newest = all.map(({ id }) => id).toReversed();
    const idsOf = async (about: object) => {
      const request = { tenant, after: null, limit: 10, statuses: [], ...about };
      return (await ledger.listJobSpecs(request)).map(({ id }) => id);
    };
    expect(await idsOf({})).toEqual(newest);
    expect(await idsOf({ limit: 2 })).toEqual(newest.slice(0, 2));
    const last = all.find(({ id }) => id === newest[1]);
    expect(await idsOf({ after: { createdAtMs: 2, id: last?.id ?? "" } })).toEqual(newest.slice(2));
    await ledger.cancelJobSpec(newest[1] ?? "", tenant);
    expect(await idsOf({ statuses: ["cancelled"] })).toEqual([newest[1]]);
    expect(await idsOf({ statuses: ["pending", "completed"] })).toEqual([newest[0], ...newest.slice(2)]);
  });

  test("takes one request once, however many send it, and knows another one under the same key", async () => {
    const ledger = await createLedger();
    const request = { key: `key_${process.pid}_${(count += 1)}`, fingerprint: "a" };
    const tries = Array.from({ length: 8 }, () => newJobSpec({ tenant: "one", request }));
    const taken = await Promise.all(tries.map((jobSpec) => ledger.createJobSpec(jobSpec)));
    const [id = ""] = new Set(taken.map((one) => one.id));
    expect(taken).toEqual(taken.map(() => ({ id, isSame: true })));
    for (const jobSpec of tries) {
      expect((await ledger.readJobSpec(jobSpec.id, "one")) !== null).toBe(jobSpec.id === id);
    }
    const other = newJobSpec({ tenant: "one", request: { ...request, fingerprint: "b" } });
    expect(await ledger.createJobSpec(other)).toEqual({ id, isSame: false });
    const elsewhere = newJobSpec({ tenant: "two", request });
    expect(await ledger.createJobSpec(elsewhere)).toEqual({ id: elsewhere.id, isSame: true });
  });

  test("gives each to one of many, the one that has waited longest first, and to the same again whose answer was lost", async () => {
    const { ledger, id } = await created();
    const later = newJobSpec();
    await ledger.createJobSpec(later);
    expect(await take(ledger, id, `x${id}`)).toMatchObject({ id, status: "processing", losses: 0 });
    const tries = await Promise.all(
      ["y", "z"].map((lease) => ledger.takeJobSpec({ lease: lease + id, leaseMs: LEASE_MS })),
    );
    expect(tries.flatMap((taken) => taken?.id ?? [])).toEqual([later.id]);
    const lease = tries[0] === null ? `z${id}` : `y${id}`;
    expect(await ledger.takeJobSpec({ lease, leaseMs: LEASE_MS })).toMatchObject({ id: later.id, losses: 0 });
  });

  test("gives one that was given back, or whose lease is over, to the next; who had it before is heard no more", async () => {
    const { ledger, id } = await created();
    const [one, other, third] = [`one${id}`, `other${id}`, `third${id}`];
    await take(ledger, id, one);
    expect(await ledger.keepJobSpec(id, { ...RUNNING, progress: 40 }, { lease: one, leaseMs: 0 })).toEqual({
      isCancelled: false,
    });
    expect(await ledger.takeJobSpec({ lease: other, leaseMs: -1 })).toMatchObject({ id, progress: 40, losses: 0 });
    expect(await ledger.takeJobSpec({ lease: third, leaseMs: LEASE_MS })).toMatchObject({ id, losses: 1 });
    for (const lease of [one, other]) {
      expect(await ledger.keepJobSpec(id, DONE, { lease, leaseMs: LEASE_MS })).toBeNull();
      expect(await ledger.noteClip(id, lease, 0, "late")).toBe(false);
    }
    await ledger.keepJobSpec(id, { ...RUNNING, progress: 10 }, { lease: third, leaseMs: LEASE_MS });
    expect(await ledger.readJobSpec(id, null)).toMatchObject({ status: "processing", progress: 40 });
    await ledger.keepJobSpec(id, DONE, { lease: third, leaseMs: 0 });
    expect(await ledger.readJobSpec(id, null)).toMatchObject(DONE);
    expect(await ledger.keepJobSpec(id, RUNNING, { lease: third, leaseMs: LEASE_MS })).toBeNull();
    expect(await ledger.takeJobSpec({ lease: third, leaseMs: LEASE_MS })).toBeNull();
  });

  test("keeps what is noted of clips until it has ended", async () => {
    const { ledger, id } = await created();
    await take(ledger, id, `x${id}`);
    for (const [clip, note] of [
      [1, "begun"],
      [0, { at: 1 }],
      [1, "done"],
    ] as const) {
      expect(await ledger.noteClip(id, `x${id}`, clip, note)).toBe(true);
    }
    expect(new Map(await ledger.clipNotes(id))).toEqual(
      new Map<number, unknown>([
        [0, { at: 1 }],
        [1, "done"],
      ]),
    );
    await ledger.keepJobSpec(id, DONE, { lease: `x${id}`, leaseMs: 0 });
    expect((await ledger.clipNotes(id)).size).toBe(0);
    expect(await ledger.noteClip(id, `x${id}`, 1, "late")).toBe(false);
  });

  test("ends what nobody has when it is cancelled, and tells whoever has it", async () => {
    const { ledger, id } = await created();
    const waiting = newJobSpec();
    await ledger.createJobSpec(waiting);
    await take(ledger, id, `x${id}`);
    expect(await ledger.cancelJobSpec(waiting.id, null)).toMatchObject({
      status: "cancelled",
      completedAtMs: expect.any(Number),
    });
    expect(await ledger.cancelJobSpec(id, null)).toMatchObject({ status: "processing", completedAtMs: null });
    const lease = { lease: `x${id}`, leaseMs: LEASE_MS };
    expect(await ledger.keepJobSpec(id, RUNNING, lease)).toEqual({ isCancelled: true });
    await ledger.keepJobSpec(id, { ...DONE, status: "cancelled" }, lease);
    expect(await ledger.cancelJobSpec(id, null)).toMatchObject({ status: "cancelled", completedAtMs: 9 });
    // Whoever had this one is gone: nobody would hear of it.
    const left = newJobSpec();
    await ledger.createJobSpec(left);
    await take(ledger, left.id, `y${id}`, -1);
    expect(await ledger.cancelJobSpec(left.id, null)).toMatchObject({ status: "cancelled" });
  });
}

import { expect, test } from "vitest";
import type { Ledger, NewExecution } from "../src/index.ts";

export interface FiguresContractOptions {
  createLedger: () => Ledger | Promise<Ledger>;
  /** An execution with two jobs that is in no ledger yet. */
  newExecution: (about: Partial<NewExecution>) => NewExecution;
  /** Ends one. */
  end: (ledger: Ledger, executionId: string) => Promise<unknown>;
}

/** What whoever watches relies on, of any ledger. */
export function figuresContract({ createLedger, newExecution, end }: FiguresContractOptions): void {
  test("counts what has not ended, whoever's it is: executions, their jobs by operation and step, workers", async () => {
    const ledger = await createLedger();
    // A ledger may hold others.
    const type = `type${process.pid}x${Math.random()}`;
    const jobsOf = async () => (await ledger.figures()).jobs.filter((one) => one.type === type);
    const countOf = async () =>
      (await ledger.figures()).executions.reduce(
        (sum, { status, count }) => sum + (status === "pending" ? count : 0),
        0,
      );
    expect(await jobsOf()).toEqual([]);
    const [one, other] = [{ tenant: "one" }, { tenant: null }].map((about) => {
      const execution = newExecution(about);
      const jobs = Object.entries(execution.jobs).map(([id, job]) => [id, { ...job, type }] as const);
      return { ...execution, jobs: Object.fromEntries(jobs) };
    });
    if (one === undefined || other === undefined) throw new Error("Expected two");
    await ledger.create(one);
    await ledger.create(other);
    expect(await jobsOf()).toEqual([{ type, phase: "waiting", count: 4 }]);
    expect(await countOf()).toBeGreaterThanOrEqual(2);
    await end(ledger, one.id);
    expect(await jobsOf()).toEqual([{ type, phase: "waiting", count: 2 }]);
    await end(ledger, other.id);
    expect(await jobsOf()).toEqual([]);
    await ledger.greet({ id: type, identity: {} });
    expect((await ledger.figures()).workers).toBeGreaterThanOrEqual(1);
    await ledger.dismiss(type);
  });
}

import { randomUUID } from "node:crypto";
import { executeJobSpec } from "@proxx/transcode";
import { untilAborted } from "../until-aborted.ts";
import { LEASE_MS, runJobSpec, type JobSpecRun, type RunJobSpecOptions } from "./run-job-spec.ts";

export interface JobSpecRunner {
  /** There may be one to run, or to end. */
  look(): void;
  /** Takes no more, lets what runs come to its end until the signal aborts, and leaves it to others then. */
  close(hurry: AbortSignal): Promise<void>;
}

export type JobSpecRunnerOptions = Omit<RunJobSpecOptions, "leaving" | "execute"> & {
  /** @default the real thing */
  execute?: RunJobSpecOptions["execute"];
};

/** Others add what is to be run, too. */
const NAP_MS = 2000;

/** Runs JobSpecs one after the other, in the order in which they came: each encoder takes what cores there are. */
export function startJobSpecRunner(options: JobSpecRunnerOptions): JobSpecRunner {
  const { ledger, onFault } = options;
  const closing = new AbortController();
  const leaving = new AbortController();
  let current: JobSpecRun | null = null;
  let wake = Promise.withResolvers<void>();
  const running = runAll();

  async function runAll(): Promise<void> {
    while (!closing.signal.aborted) {
      wake = Promise.withResolvers<void>();
      const lease = randomUUID();
      const taken = await ledger.takeJobSpec({ lease, leaseMs: LEASE_MS }).catch(tell);
      if (taken === null) await nap();
      else {
        current = runJobSpec(taken, lease, { execute: executeJobSpec, ...options, leaving: leaving.signal });
        await current.ended.catch(tell);
        current = null;
      }
    }
  }

  async function nap(): Promise<void> {
    const timer = setTimeout(() => wake.resolve(), NAP_MS);
    timer.unref();
    await Promise.race([wake.promise, untilAborted(closing.signal)]);
    clearTimeout(timer);
  }

  function tell(fault: unknown): null {
    if (!closing.signal.aborted) onFault(fault);
    return null;
  }

  return {
    look() {
      wake.resolve();
      current?.look();
    },
    async close(hurry) {
      closing.abort();
      await Promise.race([running, untilAborted(hurry)]);
      leaving.abort();
      await running;
    },
  };
}

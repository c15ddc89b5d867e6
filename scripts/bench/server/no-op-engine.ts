import { createEngine, type Engine, type Ledger } from "@proxx/engine";
import { makeClip, testTone } from "@proxx/testing/make-clip";
import { chainOfNothing, createNothing } from "./nothing-operation.ts";

export interface NoOpEngine {
  readonly engine: Engine;
  /** A plan of so many jobs, one after the other, that do nothing and are like none before. */
  readonly chain: (jobs: number) => unknown;
  /** Settles when the next job begins. */
  readonly nextBegin: () => Promise<void>;
}

/** An engine as a server has it, whose jobs do nothing and make no file, so that what is measured is all around them. */
export function createNoOpEngine(ledger: Ledger, home: string, { slots }: { slots: number }): NoOpEngine {
  const source = makeClip("bench-server.wav", testTone({ hertz: 440, seconds: 1 }));
  let begun = Promise.withResolvers<void>();
  let count = 0;
  const engine = createEngine({
    home,
    ledger,
    operations: [createNothing({ onBegin: () => begun.resolve() })],
    computeSlots: slots,
    sharesJobs: true,
    fetchSource: () => Promise.reject(new Error("Expected no URL")),
  });
  return {
    engine,
    chain: (jobs) => chainOfNothing(source, String((count += 1)), jobs),
    nextBegin() {
      begun = Promise.withResolvers<void>();
      return begun.promise;
    },
  };
}

import { defineOperation } from "@proxx/contract";
import { createEngine, type Engine, type Ledger } from "@proxx/engine";
import * as builders from "@proxx/operations/builders";
import { makeClip, testTone } from "@proxx/testing/make-clip";

export interface NoOpEngine {
  readonly engine: Engine;
  /** A plan of so many jobs, one after the other, that do nothing and are like none before. */
  readonly chain: (jobs: number) => unknown;
  /** Settles when the next job begins. */
  readonly nextBegin: () => Promise<void>;
}

/** An engine whose jobs do nothing and make no file, so that what is measured is all around them. */
export function createNoOpEngine(ledger: Ledger, home: string, { slots }: { slots: number }): NoOpEngine {
  const source = makeClip("bench-server.wav", testTone({ hertz: 440, seconds: 1 }));
  let begun = Promise.withResolvers<void>();
  let count = 0;
  const nothing = defineOperation({
    signature: builders.transcribe.signature,
    version: 1,
    approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
    run: async () => {
      begun.resolve();
      return { files: [], transcript: { language: null, text: "", words: [] } };
    },
  });
  const engine = createEngine({
    home,
    ledger,
    operations: [nothing],
    computeSlots: slots,
    fetchSource: () => Promise.reject(new Error("Expected no URL")),
  });
  return {
    engine,
    chain(jobs) {
      const all = Array.from({ length: jobs }, (_, index) => ({
        id: `job${index}`,
        type: "transcribe",
        params: { media: source, options: { number: (count += 1) } },
        dependsOn: index === 0 ? [] : [`job${index - 1}`],
      }));
      return { jobs: all, outputs: Object.fromEntries(all.map(({ id }) => [id, `$${id}`])) };
    },
    nextBegin() {
      begun = Promise.withResolvers<void>();
      return begun.promise;
    },
  };
}

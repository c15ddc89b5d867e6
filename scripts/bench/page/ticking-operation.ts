import { setTimeout as wait } from "node:timers/promises";
import { defineOperation, type Operation, type Plan, type Signature } from "@proxx/contract";
import { z } from "zod";

const signature = {
  type: "bench.tick",
  summary: "Says how far it is, ten times a second",
  params: z.strictObject({
    name: z.string(),
    ticks: z.int().min(0).default(0),
    fails: z.boolean().default(false),
  }),
  inputs: [],
  yields: "transcript",
} as const satisfies Signature;

const TICK_MS = 100;

export function createTick(): Operation {
  return defineOperation({
    signature,
    version: 1,
    approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
    async run({ name, ticks, fails }, { signal, progress }) {
      for (let tick = 0; tick < ticks; tick += 1) {
        await wait(TICK_MS, undefined, { signal });
        progress(tick, ticks, `${name}: ${tick} of ${ticks}`);
      }
      if (fails) throw new Error(`${name} was to fail`);
      return { files: [], transcript: { language: null, text: "", words: [] } };
    },
  });
}

/** A plan of so many of them, all beside each other. */
export function planOfTicks(name: string, { jobs, ticks = 0, fails = false }: TickPlan): Plan {
  const all = Array.from({ length: jobs }, (_, index) => ({
    id: `job${index}`,
    type: signature.type,
    params: { name: `${name} ${index}`, ticks, fails: fails && index === jobs - 1 },
  }));
  return { jobs: all, outputs: Object.fromEntries(all.map(({ id }) => [id, `$${id}`])) };
}

interface TickPlan {
  jobs: number;
  ticks?: number;
  fails?: boolean;
}

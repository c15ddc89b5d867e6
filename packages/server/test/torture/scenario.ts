import { createRandom } from "@proxx/testing/create-random";
import type { ScenarioOutcome } from "./server-figures.ts";

/** Where a scenario takes place. */
export interface Stage {
  /** An empty folder of its own. */
  readonly folder: string;
  /** Of the processes that take part: says which database they are on. */
  readonly environment: Readonly<Record<string, string>>;
  readonly random: ReturnType<typeof createRandom>;
  /** How often what it is about happens. */
  readonly times: number;
  readonly onStep: (done: number) => void;
}

export type Scenario = (stage: Stage) => Promise<ScenarioOutcome>;

export function whole(random: () => number, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

import type { EngineSettings } from "../engine-options.ts";
import type { ExecutionSetup } from "../execution/execution-setup.ts";
import type { LeftExecution } from "../ledger/ledger.ts";
import { restoreSetup } from "./restore-setup.ts";

export interface TakeOverOptions {
  readonly settings: EngineSettings;
  readonly worker: () => string;
  /** Whether this engine goes on with what others have left, unless it is asked to. */
  readonly takesOthers: () => boolean;
  readonly isHere: (executionId: string) => boolean;
  /** Gives the number of one that begins here now. */
  readonly nextNumber: () => number;
  /** Goes on with one that is this engine's now. */
  readonly goOn: (setup: ExecutionSetup) => Promise<void>;
  /** What these executions waited for will not come. */
  readonly onDropped: (executionIds: readonly string[]) => void;
  readonly closing: AbortSignal;
}

export type TakeOver = (all: readonly LeftExecution[], about?: { isAsked?: boolean }) => Promise<void>;

/** Goes on with what others have left, each once: who looks for tasks and who looks after others come upon the same ones. */
export function createTakeOver(options: TakeOverOptions): TakeOver {
  const { settings, isHere, closing } = options;
  const { ledger } = settings;
  /** Those that cannot be gone on with here. */
  const strange = new Set<string>();
  const taking = new Map<string, Promise<void>>();

  async function take(left: LeftExecution): Promise<void> {
    const { id } = left;
    const record = await ledger.read(id);
    if (record === null) return;
    const setup = await restoreSetup(record, settings, options.nextNumber());
    if (setup === null) {
      strange.add(id);
      // Nobody is to wait for what nobody makes.
      options.onDropped(await ledger.dropClaims(id));
    } else if (await ledger.takeOver(left, options.worker())) await options.goOn(setup);
  }

  return async (all, { isAsked = false } = {}) => {
    for (const left of all) {
      const { id } = left;
      // The ledger gives an execution to whoever has it already, who may not have heard the first answer.
      while (taking.has(id)) await taking.get(id)?.catch(() => {});
      if (closing.aborted || isHere(id) || strange.has(id) || !(isAsked || options.takesOthers())) continue;
      const taken = take(left);
      taking.set(id, taken);
      await taken.finally(() => taking.delete(id));
    }
  };
}

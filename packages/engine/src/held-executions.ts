import type { ExecutionRun } from "./execution/execution-run.ts";
import type { RunningExecution } from "./running-execution.ts";

/** An execution that was begun here, or that has its place here. */
export interface HeldExecution {
  readonly handle: RunningExecution;
  readonly run: ExecutionRun;
  readonly tenant: string | null;
  /** Begun by another process. */
  readonly isGuest: boolean;
}

export interface HeldExecutions {
  /** The one that has its place here. */
  get(id: string): HeldExecution | undefined;
  has(id: string): boolean;
  /** Those that have their place here. */
  here(): readonly HeldExecution[];
  /** Those that were begun here, wherever they have their place now. */
  own(): readonly HeldExecution[];
  hold(about: Pick<HeldExecution, "tenant" | "isGuest"> & { readonly id: string }, run: ExecutionRun): HeldExecution;
}

/**
 * What an engine holds. Where somebody else has taken an execution that was begun here, it has no place here any more, and
 * may come back as a guest when that one leaves it too; whoever began it is told of its end either way.
 */
export function createHeldExecutions(options: {
  /** Cancels one that somebody else has. */
  cancelElsewhere: (id: string, tenant: string | null) => Promise<unknown>;
  onHeld: () => void;
  /** One has its place here no longer, or has ended. */
  onLetGo: () => void;
}): HeldExecutions {
  const placed = new Map<string, HeldExecution>();
  const followed = new Set<HeldExecution>();

  function letGo(held: HeldExecution): void {
    if (placed.get(held.handle.id) === held) placed.delete(held.handle.id);
  }

  return {
    get: (id) => placed.get(id),
    has: (id) => placed.has(id),
    here: () => [...placed.values()],
    own: () => [...placed.values(), ...followed].filter(({ isGuest }) => !isGuest),
    hold({ id, tenant, isGuest }, run) {
      const { snapshot, finished, onProgress, onEvent, wake } = run;
      const cancel = () => {
        if (followed.has(held)) void options.cancelElsewhere(id, tenant).catch(() => {});
        else run.cancel();
        return finished;
      };
      const held = { run, tenant, isGuest, handle: { id, snapshot, finished, onProgress, onEvent, wake, cancel } };
      placed.set(id, held);
      void run.taken.then(() => {
        letGo(held);
        followed.add(held);
        options.onLetGo();
      });
      void finished.then(() => {
        letGo(held);
        followed.delete(held);
        options.onLetGo();
      });
      options.onHeld();
      return held;
    },
  };
}

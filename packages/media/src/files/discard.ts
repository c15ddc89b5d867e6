import { AsyncLocalStorage } from "node:async_hooks";
import { rm } from "node:fs/promises";

const keeping = new AsyncLocalStorage<true>();

/** Does some work of which all files stay where they are, for somebody to look at. */
export function keepDiscarded<Result>(work: () => Result): Result {
  return keeping.run(true, work);
}

/** Removes a file, or a folder with all that is in it, that is not needed any longer: sooner than with its whole work folder. */
export async function discard(path: string): Promise<void> {
  if (keeping.getStore() === undefined) await rm(path, { recursive: true, force: true });
}
